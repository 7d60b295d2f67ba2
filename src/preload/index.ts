import { contextBridge, ipcRenderer } from 'electron';
import { version } from '#package.json';
import type { PortAnswer, SwitchyardBridge } from '#shared/contract/port-protocol.ts';
import { placeChannel, portChannel } from '#shared/contract/preload-channels.ts';

/**
 * All that the page gets. A port cannot be returned through the context bridge, so its own end is posted
 * to the page's window; main checks who asks, and for what.
 */
const bridge: SwitchyardBridge = {
  version,
  openPort({ id, purpose }) {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(portChannel, { id, purpose }, [port1]);
    const answer: PortAnswer = { kind: 'switchyard-port', id };
    window.postMessage(answer, window.location.origin, [port2]);
  },
};
contextBridge.exposeInMainWorld('switchyard', bridge);

// The place in the app is the page's hash: menu, tray, notifications and links only set it.
ipcRenderer.on(placeChannel, (_event, hash: unknown) => {
  if (typeof hash === 'string' && hash.startsWith('#/')) window.location.hash = hash;
});
