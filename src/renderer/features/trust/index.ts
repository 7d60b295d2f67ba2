export { FolderTrust } from './folder-trust.tsx';
export { TrustBanner } from './trust-banner.tsx';
export { TrustButton } from './trust-button.tsx';
export { TrustCommands } from './trust-commands.tsx';
export { WorkspaceTrust } from './workspace-trust.tsx';
