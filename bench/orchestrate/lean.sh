#!/usr/bin/env bash
# The lean way: each worker keeps one worktree, and work is merged without a checkout.
# lean.sh REPOSITORY WORK WORKERS BASE; WORK has tasks/<task>.sh, warm-up.txt and measured.txt, and gets times.txt.
set -euo pipefail
source "$(dirname "$0")/workers.sh"

none=0000000000000000000000000000000000000000
git_folder=$(git -C "$repository" rev-parse --absolute-git-dir)

run_task() {
  local epic=$1 task=$2 worktree=$work/worktrees/$3 tip tree commit
  tip=$(<"$git_folder/refs/heads/epic/$epic")
  if [[ ! -d $worktree ]]; then git -C "$repository" worktree add --quiet --detach "$worktree" "$tip"; fi
  cd "$worktree"
  git symbolic-ref HEAD "refs/heads/agent/$task"
  git reset --quiet --hard "$tip"
  sh -eu "$work/tasks/$task.sh" </dev/null
  git add --all
  tree=$(git write-tree)
  commit=$(git commit-tree -p "$tip" -m "$task: work" "$tree")
  until land "$epic" "$task" "$tip" "$tree" "$commit"; do :; done
}

# Moves the epic to the merged work and deletes the task's branch, both or none; fails when another
# worker moved the epic in between.
land() {
  local epic=$1 task=$2 base=$3 tree=$4 commit=$5 head merged
  head=$(<"$git_folder/refs/heads/epic/$epic")
  if [[ $head != "$base" ]]; then tree=$(git merge-tree --write-tree "$head" "$commit"); fi
  merged=$(git commit-tree -p "$head" -m "$task: merged" "$tree")
  git update-ref --stdin 2>/dev/null <<END
update refs/heads/epic/$epic $merged $head
delete refs/heads/agent/$task $base
END
}

# run_epic EPIC QUEUE
run_epic() {
  git -C "$repository" update-ref "refs/heads/epic/$1" "$base" "$none"
  run_queue "$1" "$2"
}

run_epic warm-up "$work/warm-up.txt"
run_epic measured "$work/measured.txt"
