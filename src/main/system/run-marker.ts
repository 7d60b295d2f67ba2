/** Environment variable that every process of a run carries, so that none is overlooked. */
export const runMarker = 'SWITCHYARD_RUN_ID';
