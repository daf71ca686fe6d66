// Longer than any of the harness' own limits, so that they and not Jest tell what was waited for; and for a machine on which
// as many suites as it has cores run beside servers that are still being built. Only a test that fails takes so long.
jest.setTimeout(120_000);
