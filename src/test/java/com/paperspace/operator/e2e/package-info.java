/**
 * The operator as people meet it: on a real control plane, with kubectl and helm, in this process
 * or as the finished jar, against the simulated cloud.
 */
package com.paperspace.operator.e2e;
