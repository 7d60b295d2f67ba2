/* Starts programs for the process at the other end of descriptor 3, until that is gone; see starter.c. */
int serve_starts(void);
