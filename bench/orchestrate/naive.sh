#!/usr/bin/env bash
# The naive way: a new worktree for each task, its work merged in a checkout, the worktree removed.
# naive.sh REPOSITORY WORK WORKERS BASE; WORK has tasks/<task>.sh, warm-up.txt and measured.txt, and gets times.txt.
set -euo pipefail
source "$(dirname "$0")/workers.sh"

integration=$work/integration

run_task() {
  # A new name in each run of this script, see spread-folders.ts.
  local epic=$1 task=$2 worktree=$work/worktrees/$2-$RANDOM
  git -C "$repository" worktree add --quiet -b "agent/$task" "$worktree" "epic/$epic"
  cd "$worktree"
  sh -eu "$work/tasks/$task.sh" </dev/null
  git add --all
  git commit --quiet --message "$task: work"
  cd "$integration"
  (
    flock 9
    git merge --quiet --squash "agent/$task" >/dev/null 2>&1
    git commit --quiet --message "$task: merged"
  ) 9>>"$work/merge.lock"
  git worktree remove "$worktree"
  git branch --quiet -D "agent/$task"
}

# run_epic EPIC QUEUE: the one checkout that merges happen in is there, and settled, before the clock runs.
run_epic() {
  git -C "$repository" branch "epic/$1" "$base"
  git -C "$repository" worktree add --quiet "$integration" "epic/$1"
  sleep 1.1
  git -C "$integration" update-index -q --refresh
  run_queue "$1" "$2"
  git -C "$repository" worktree remove "$integration"
}

run_epic warm-up "$work/warm-up.txt"
run_epic measured "$work/measured.txt"
