/** How the shipped tools and their providers word that the login is missing, wrong or over. */
export const loginPatterns: readonly RegExp[] = [
  /\bnot logged in\b|\bplease (?:run|use) .{0,20}\blogin\b|\blog(?:ged)? ?in (?:again|first)\b/i,
  /\b(?:invalid|incorrect|missing|expired|revoked|unknown) (?:\w{1,20} ){0,2}(?:api[ _-]?key|x-api-key|token|credentials?)\b/i,
  /\bapi[ _-]?key (?:is )?(?:not (?:valid|found|set)|invalid|missing|expired)\b/i,
  /\b(?:invalid_api_key|authentication_error|authentication_failed|API_KEY_INVALID|UNAUTHENTICATED)\b/,
  /\b(?:status|code|error)\b\W{0,10}\b401\b|\b401 Unauthorized\b/i,
  /\bplease set an auth method\b|\bOAuth token (?:has )?(?:expired|been revoked)\b/i,
];
