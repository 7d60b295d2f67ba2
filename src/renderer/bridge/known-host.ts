import { HostMemory } from './host-memory.ts';

/** What this browser knows of its host. */
export const knownHost = new HostMemory(localStorage);
