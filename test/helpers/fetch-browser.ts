/**
 * Run before the tests, so that they find a browser: on a machine without one it is fetched here, once, and
 * not by several of them at the same time, against their time limits.
 */
import { findBrowser } from './browser.ts';

console.log(`browser: ${findBrowser()}`);
