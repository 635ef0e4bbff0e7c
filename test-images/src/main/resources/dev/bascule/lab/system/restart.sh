#!/bin/sh
# Ends the system as an orderly shutdown does, and starts the machine anew, or does with it what it is told: poweroff.
sync
umount /boot/efi
mount -o remount,ro /data
"${1:-reboot}" -f
