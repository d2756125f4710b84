/**
 * The whole operator on bad days: lost answers, crashes, outages, mistakes of people, and what the
 * service may do where its documents are silent.
 */
package com.paperspace.operator.faults;
