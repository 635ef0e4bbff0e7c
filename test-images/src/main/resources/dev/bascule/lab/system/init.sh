#!/bin/sh
# The first process of a slot: what systemd and its units are elsewhere, and a shell for the laboratory.
export PATH=/bin:/sbin HOME=/run
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp

device() {
  found=$(grep -lx "PARTNAME=$1" /sys/class/block/*/uevent)
  found=${found%/uevent}
  echo "/dev/${found##*/}"
}

read -r conduct < /etc/lab/conduct
read -r version < /etc/lab/version
slot=$(sed -n 's/.*root=PARTLABEL=ROOT-\([^ ]*\).*/\1/p' /proc/cmdline)
echo "LAB init slot=$slot version=$version conduct=$conduct up=$(cut -d' ' -f1 /proc/uptime)"
crash() {
  echo 1 > /proc/sys/kernel/sysrq
  echo c > /proc/sysrq-trigger
}
case $conduct in
  panics) crash ;;
  hangs) while :; do sleep 1000; done ;;
esac

watchdog -T 15 -t 5 /dev/watchdog
mount -t ext4 -o rw,noatime "$(device DATA)" /data
if [ "$conduct" = crashes_later ]; then
  [ ! -e /data/was-up ] || crash
  touch /data/was-up
  sync
fi
mount --bind /data/etc /etc/bascule
# As systemd does it: after a cut Linux may else find FAT's tables wrong, and go on read-only.
if command -v fsck.fat > /dev/null; then
  fsck.fat -a "$(device EFI-SYSTEM)" > /run/fsck 2>&1 || cat /run/fsck
fi
mount -t vfat -o rw,noatime "$(device EFI-SYSTEM)" /boot/efi
[ -d /sys/firmware/efi/efivars ] && mount -t efivarfs efivarfs /sys/firmware/efi/efivars
ip link set lo up
ip link set eth0 up
ip addr add 10.0.2.15/24 dev eth0
ip route add default via 10.0.2.2

exec /sbin/serve
