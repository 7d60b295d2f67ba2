export { SessionTile } from './session-tile.tsx';
export { AttemptSession } from './session-view.tsx';
