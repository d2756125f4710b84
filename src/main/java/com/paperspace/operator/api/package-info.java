/**
 * The custom resources: records and annotations, no logic. One file per kind with nested {@code
 * Spec} and {@code Observed}; what all kinds share stands beside them. Knows neither the Paperspace
 * API nor the engine.
 */
package com.paperspace.operator.api;
