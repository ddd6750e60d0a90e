# A Slurm of this machine alone, to be sourced: start_slurm FOLDER, stop_slurm. Nothing of an installed configuration is used, and
# nothing is left.

start_slurm() {
    slurm_folder=$1
    local name user
    name=$(hostname -s)
    user=$(id -un)
    mkdir -p "$slurm_folder/state" "$slurm_folder/spool"
    # Requeued jobs begin again when their credential has expired, which is two minutes by default.
    cat >"$slurm_folder/slurm.conf" <<CONF
ClusterName=placement
SlurmctldHost=$name(127.0.0.1)
AuthType=auth/none
CredType=cred/none
AuthInfo=cred_expire=5
SlurmUser=$user
SlurmdUser=$user
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$slurm_folder/state
SlurmdSpoolDir=$slurm_folder/spool
SlurmctldPidFile=$slurm_folder/slurmctld.pid
SlurmdPidFile=$slurm_folder/slurmd.pid
SlurmctldLogFile=$slurm_folder/slurmctld.log
SlurmdLogFile=$slurm_folder/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
JobRequeue=1
KillWait=1
CompleteWait=0
SchedulerParameters=batch_sched_delay=0,sched_interval=1
NodeName=$name NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
    export SLURM_CONF=$slurm_folder/slurm.conf
    slurmctld -c -f "$SLURM_CONF" >"$slurm_folder/slurmctld.out" 2>&1 || return 1
    slurmd -c -f "$SLURM_CONF" >"$slurm_folder/slurmd.out" 2>&1 || return 1
    local second
    for second in 1 2 3 4 5 6 7 8 9 10; do
        timeout 5 sinfo --noheader --states=idle --format=%T 2>/dev/null | grep -q idle && return 0
        sleep 1
    done
    echo "no node was idle after $second s"
    return 1
}

stop_slurm() {
    local pid_file
    for pid_file in "${slurm_folder:-/nowhere}"/slurmd.pid "${slurm_folder:-/nowhere}"/slurmctld.pid; do
        [ -s "$pid_file" ] && kill "$(cat "$pid_file")" 2>/dev/null
    done
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -e "${slurm_folder:-/nowhere}/slurmd.pid" ] || [ -e "${slurm_folder:-/nowhere}/slurmctld.pid" ] || return 0
        sleep 0.5
    done
}
