#!/bin/sh
# The first and only process of a guest that changes a file system, one command after the other, while what reaches its
# disk is recorded. The second disk holds the commands, a line each, the first line how to mount.
# Behind the file system the disk has a sector for marks: before and after each command its line goes there.
export PATH=/bin:/sbin HOME=/run
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
while read -r module; do
  insmod "/lib/modules/$module"
done < /lib/modules/order

mark() {
  printf '%s\n' "$1" | dd of=/run/mark bs=4096 conv=sync 2> /run/dd
  dd if=/run/mark of=/dev/vda bs=4096 seek="$marks" oflag=direct conv=notrunc 2> /run/dd
}

tr -d '\0' < /dev/vdb > /run/commands
exec < /run/commands
read -r type marks
mount -t "$type" -o rw /dev/vda /mnt || echo "RECORD cannot mount $type"
while read -r line; do
  mark "begin $line"
  sh -c "$line" > /run/out 2>&1 < /dev/null
  code=$?
  mark "end $line"
  sed 's/^/RECORD said /' /run/out
  echo "RECORD code $code"
done
umount /mnt
echo "RECORD done"
poweroff -f
