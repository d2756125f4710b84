package com.paperspace.operator.kind;

/** Disk sizes in gigabytes out of bytes of either kind (docs/paperspace-api.md 2.3). */
final class DiskSize {
  private static final long BINARY = 1L << 30;
  private static final long DECIMAL = 1_000_000_000L;

  /** No drive has a million gigabytes, and none is smaller than a megabyte. */
  private static final long LEAST_BYTES = 1_000_000L;

  private DiskSize() {}

  /**
   * Whether bytes are that many gigabytes: in the unit they are a whole multiple of, else rounded
   * in either. Rounding what is whole would take a small growth for done.
   */
  static boolean is(long bytes, int gigabytes) {
    if (bytes % BINARY == 0) {
      return bytes / BINARY == gigabytes;
    }
    if (bytes % DECIMAL == 0) {
      return bytes / DECIMAL == gigabytes;
    }
    return rounded(bytes, BINARY) == gigabytes || rounded(bytes, DECIMAL) == gigabytes;
  }

  /**
   * Gigabytes in the unit the bytes are a whole multiple of; null when there is nothing to read.
   */
  static Integer gigabytes(Long bytes) {
    if (bytes == null || bytes <= 0) {
      return null;
    }
    boolean decimal = bytes % BINARY != 0 && bytes % DECIMAL == 0;
    return (int) Math.min(Integer.MAX_VALUE, rounded(bytes, decimal ? DECIMAL : BINARY));
  }

  /**
   * A size whose unit is not known, as people are told: gigabytes where it can only be bytes. For
   * words alone, a guess decides nothing.
   */
  static Long told(Long size) {
    boolean isBytes = size != null && size >= LEAST_BYTES;
    return isBytes ? Long.valueOf(Math.max(1, gigabytes(size))) : size;
  }

  private static long rounded(long bytes, long unit) {
    return Math.round((double) bytes / unit);
  }
}
