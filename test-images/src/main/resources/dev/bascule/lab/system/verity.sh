#!/bin/sh
# The first process of the initramfs: opens the root that the command line names with dm-verity, and goes over to it.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev

while read -r module; do
  case $module in
    softdog.ko) insmod "/lib/modules/$module" soft_margin=90 ;;
    *) insmod "/lib/modules/$module" ;;
  esac
done < /lib/modules/order
# Armed from here on: a system that does not come so far as to feed it is reset.
: > /dev/watchdog

word() {
  sed -n "s/.*\b$1=\([^ ]*\).*/\1/p" /proc/cmdline
}

root=$(word root)
root=${root#PARTLABEL=}
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  found=$(grep -lx "PARTNAME=$root" /sys/class/block/*/uevent)
  [ -n "$found" ] && break
  usleep 100000
done
echo "LAB initramfs root=$root up=$(cut -d' ' -f1 /proc/uptime)"
found=${found%/uevent}
device=/dev/${found##*/}

leave() {
  echo "LAB $root: $1"
  reboot -f
}

# A block that does not fit the root hash is not read around: the machine starts anew, and the loader goes back.
veritysetup open "$device" root "$device" "$(word bascule.roothash)" \
  --hash-offset="$(word bascule.hashoffset)" --panic-on-corruption || leave "refused by dm-verity"
mount -t erofs -o ro /dev/mapper/root /new || leave "no file system"
for place in dev sys proc; do
  mount --move /$place /new/$place
done
exec switch_root /new /sbin/init
