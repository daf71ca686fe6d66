import helmet from 'helmet';

/** For answers that are data: whatever they hold, a browser runs none of it. */
export const apiSecurityHeaders = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  xFrameOptions: { action: 'deny' },
  // The API is called by front ends of other origins; which of them may read an answer is for CORS to say.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
});

/** For the pages of /docs, /redoc and /errors: scripts and pictures of this server only, no CDN, no inline script. */
export const pageSecurityHeaders = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    // Swagger UI and ReDoc set style attributes and insert style elements.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});
