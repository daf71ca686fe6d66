// Longer than any of the harness' own limits, so that they and not Jest tell what was waited for.
jest.setTimeout(30_000);
