/** The demo, {@code mvn -Pdemo}: the whole operator before your eyes, each claim checked. */
package com.paperspace.operator.demo;
