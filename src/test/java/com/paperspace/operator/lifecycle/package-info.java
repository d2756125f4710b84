/**
 * The whole operator against the simulated cloud, kind by kind: the same script on Fabric8's mock
 * server and on a real control plane.
 */
package com.paperspace.operator.lifecycle;
