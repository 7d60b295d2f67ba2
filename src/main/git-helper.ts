import { serveGit } from '#main/git/serve-git.ts';

serveGit();
