/** What several test suites share: a real control plane, found or skipped loudly. */
package com.paperspace.operator.support;
