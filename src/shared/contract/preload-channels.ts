/** Over this channel the preload sends a `PortRequest` and one end of a message channel to main. */
export const portChannel = 'switchyard:port';
/** Over this channel main sends the hash of the place that the page is to show. */
export const placeChannel = 'switchyard:place';
