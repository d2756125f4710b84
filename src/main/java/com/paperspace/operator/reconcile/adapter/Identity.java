package com.paperspace.operator.reconcile.adapter;

import java.time.Instant;

/**
 * Identifies a cloud object.
 *
 * @param id the id the API knows it by
 * @param name its name, which may not be unique
 * @param createdAt when it was made by the API's clock; null if the API does not say
 */
public record Identity(String id, String name, Instant createdAt) {}
