/**
 * A typed client of the Paperspace v1 API. Knows OkHttp and Jackson, nothing of Kubernetes: one
 * file per REST collection, one transport, one exception. It never retries and never logs a body.
 */
package com.paperspace.operator.client;
