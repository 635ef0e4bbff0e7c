#!/bin/sh
# Ends the system as an orderly shutdown does, and starts the machine anew.
sync
umount /boot/efi
mount -o remount,ro /data
reboot -f
