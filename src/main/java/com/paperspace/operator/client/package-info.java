/**
 * A typed client of the Paperspace v1 API. Knows OkHttp and Jackson, nothing of Kubernetes: one
 * file per REST collection, one transport, one exception. It never retries and never logs a body.
 *
 * <p>A collection's file says its calls, with its own types, and its records; what is true of such
 * a call in every collection stands at {@link com.paperspace.operator.client.RestCollection}. From
 * there read {@link com.paperspace.operator.client.Http}, one call from its check to its answer.
 */
package com.paperspace.operator.client;
