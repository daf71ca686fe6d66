import { Header } from '@nestjs/common';

/** Answers that carry a secret must not stay in any cache (RFC 6749 §5.1). */
export const NoStore = () => Header('Cache-Control', 'no-store');
