import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { openMainWindow } from '#main/shell/main-window.ts';

await app.whenReady();
await openMainWindow(fileURLToPath(new URL('..', import.meta.url)));
app.on('window-all-closed', () => app.quit());
