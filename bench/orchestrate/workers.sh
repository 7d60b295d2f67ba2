# What both scripts share: workers that pull tasks from a queue, and the times they note. Sourced.
# Needs bash 5 (EPOCHREALTIME). Every name of a task is also the name of its script and its branch.

repository=$1
work=$2
workers=$3
base=$4

# run_queue EPIC QUEUE: workers take the tasks of a file, one name per line, until none is left.
run_queue() {
  local worker pids=()
  claims=$work/claims-$1
  mkdir "$claims"
  for ((worker = 1; worker <= workers; worker += 1)); do
    run_worker "$1" "$2" "$worker" &
    pids+=($!)
  done
  for worker in "${pids[@]}"; do wait "$worker"; done
}

# A task belongs to the worker whose redirection makes its claim file: noclobber means O_EXCL.
run_worker() {
  local epic=$1 queue=$2 worker=$3 task started
  set -o noclobber
  while read -r task; do
    { : >"$claims/$task"; } 2>/dev/null || continue
    started=$EPOCHREALTIME
    run_task "$epic" "$task" "$worker"
    echo "$task $started $EPOCHREALTIME" >>"$work/times.txt"
  done <"$queue"
}
