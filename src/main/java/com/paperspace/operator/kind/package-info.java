/**
 * One small stateless adapter per kind: what the engine must know to keep it. Never sees JOSDK,
 * OkHttp, conditions, finalizers or retries.
 */
package com.paperspace.operator.kind;
