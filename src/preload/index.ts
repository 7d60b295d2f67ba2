import { contextBridge } from 'electron';
import packageJson from '#package.json' with { type: 'json' };

/** The bridge to the page: which version of the program it belongs to. */
contextBridge.exposeInMainWorld('switchyard', { version: packageJson.version });
