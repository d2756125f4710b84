/**
 * The program: command line and configuration, Kubernetes clients, leadership, health, metrics and
 * the wiring of it all.
 */
package com.paperspace.operator.app;
