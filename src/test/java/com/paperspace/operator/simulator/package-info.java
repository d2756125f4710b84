/**
 * A server that behaves like the Paperspace API, for tests, the demo and benchmarks.
 *
 * <p>It knows the contract and {@code docs/paperspace-api.md}, never the code under test: nothing
 * outside the JDK, Jackson and the schema validator is imported here.
 */
package com.paperspace.operator.simulator;
