/**
 * The Kubernetes side: the index of all resources, the only writer of ours, Secrets, ConfigMaps,
 * events, wake-ups and the rights in a namespace. Knows no account's key and makes no call to the
 * cloud.
 */
package com.paperspace.operator.reconcile.cluster;
