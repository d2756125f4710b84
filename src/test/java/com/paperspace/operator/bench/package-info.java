/**
 * The benchmarks, {@code mvn -Pbench}: what the operator costs, measured on a real control plane
 * between the finished jar and the simulated cloud, beside baselines in the same run. Each writes
 * {@code target/bench/<name>.json}; {@code docs/performance.md} shows those that are committed
 * under {@code docs/performance/}.
 */
package com.paperspace.operator.bench;
