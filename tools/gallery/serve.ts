import { serveGallery } from './server.ts';

/** Serves the gallery until it is stopped: `npm run gallery`. */
const server = await serveGallery(5199);
server.printUrls();
