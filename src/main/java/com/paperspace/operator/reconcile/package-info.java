/**
 * The engine: one way to keep any kind equal to the cloud. The only package that knows JOSDK,
 * finalizers, conditions, pacing and the create and delete protocols. Knows no kind.
 */
package com.paperspace.operator.reconcile;
