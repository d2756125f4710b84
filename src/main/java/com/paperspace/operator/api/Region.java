package com.paperspace.operator.api;

/** Values of {@code region}: the places of the cloud. */
public enum Region {
  ny2,
  ca1,
  ams1
}
