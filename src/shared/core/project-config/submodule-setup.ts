/** Fills the folders of a repository's submodules; also those in submodules. */
export const submoduleSetup = 'git submodule update --init --recursive';
