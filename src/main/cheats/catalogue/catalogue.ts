import type { Cheat } from '#main/cheats/cheat.ts';
import { claimCheats } from './claim-cheats.ts';
import { leftCheats } from './left-cheats.ts';
import { lookingCheats } from './looking-cheats.ts';
import { productCheats } from './product-cheats.ts';
import { protectedCheats } from './protected-cheats.ts';
import { testCheats } from './test-cheats.ts';

/** Rows of SPEC section 16 that need no other role than the one that works; each has at least one cheat. */
export const rowsPlayed: readonly number[] = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 20, 24, 25, 26, 27, 28,
];

/** All ways of cheating that can be played, by the number of their row. */
export const catalogue: readonly Cheat[] = [
  ...productCheats,
  ...testCheats,
  ...leftCheats,
  ...lookingCheats,
  ...protectedCheats,
  ...claimCheats,
].toSorted((one, other) => one.id.localeCompare(other.id));
