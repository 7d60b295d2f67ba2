/** A page of one message; nothing from a request goes into it. */
function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title}</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    ${text}
  </body>
</html>
`;
}

/** For a browser that has neither the token nor the cookie. */
export const signInPage = page(
  'This browser is not signed in',
  `<p>
      Open the address that <code>switchyard serve</code> printed when it started: it holds a key that
      works once, in one browser.
    </p>
    <p>
      If you just did, <a href="/">go on to Switchyard</a>. If the key was used already, press Enter in the
      terminal of <code>switchyard serve</code> for a new one, or start it again: a run that it drives is
      kept and can be resumed.
    </p>`,
);
