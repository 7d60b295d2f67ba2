export { CommandPalette, WelcomePalette } from './command-palette.tsx';
