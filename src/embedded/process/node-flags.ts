/**
 * How Node runs our programs (measured, docs/decisions/0011-what-a-run-costs.md):
 * - errors tell the place in the source;
 * - there is room for what a run leaves behind before garbage is collected (megabytes; Node's default is 16);
 * - Node's own code lies in large pages of memory where the machine has them. Where it has none, nothing is said and nothing changes.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=32', '--use-largepages=silent'] as const;
