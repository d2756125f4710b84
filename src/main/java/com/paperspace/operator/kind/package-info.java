/**
 * One small stateless adapter per kind: what the engine must know to keep it. Most are a table that
 * {@code SimpleKind} reads; the plain fields of all are a {@code Row} each. Never sees JOSDK,
 * OkHttp, conditions, finalizers or retries.
 */
package com.paperspace.operator.kind;
