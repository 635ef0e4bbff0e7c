package dev.bascule.lab.powercut;

import dev.bascule.lab.device.Device;
import dev.bascule.lab.fault.Edit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** Mistakes that somebody could make in our code, each of which the judgement of power cuts must find. */
@SuppressWarnings("ImmutableEnumChecker") // the lists of edits are never changed
enum Fault {

  /** The copies of the partition table are written without a flush between them. */
  TABLE_NOT_FLUSHED(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.bootctl.gpt.GptWriter", "writeCopy", Edit.drop("Volume", "sync"))),

  /** Where the primary table is torn, the backup, the last whole one, is written first. */
  WHOLE_TABLE_FIRST(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.bootctl.gpt.GptWriter", "write", Edit.negate(Opcode.IFEQ))),

  /** fdatasync is not called. */
  FLUSH_DOES_NOTHING(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.bootctl.sys.BlockFile", "sync", Edit.drop("Libc", "fdatasync"))),

  /** The slot is activated while its bytes are in the cache. */
  SLOT_NOT_FLUSHED(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.install.VolumeInstall", "", Edit.drop("Volume", "sync")),
      new Edit("dev.bascule.updater.install.TreeBlocks", "", Edit.drop("Volume", "sync"))),

  /** The hash tree alone is not flushed, and nothing after it flushes it. */
  TREE_NOT_FLUSHED(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.install.VolumeInstall", "requireNothingOverwritten",
          Edit.drop("Volume", "sync")),
      new Edit("dev.bascule.updater.install.TreeBlocks", "", Edit.drop("Volume", "sync"))),

  /** The slot is activated before it is written and read back. */
  ACTIVATED_BEFORE_READ_BACK(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.update.ImageInstall", "write",
          Edit.before("Transfer", "install", Fault::activate))),

  /** The slot is written while the loader may still start it. */
  NOT_DISABLED(Chapter.SECOND_UPDATE,
      new Edit("dev.bascule.updater.update.ImageInstall", "free",
          Edit.drop("BootControl", "disable"))),

  /** The loader is told before the journal. */
  ACTIVATED_BEFORE_JOURNAL(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.update.Activation", "write",
          Edit.dropFirst("Session", "record"))),

  /** Entries of the journal are not flushed. */
  JOURNAL_NOT_FLUSHED(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.journal.Journal", "write",
          Edit.drop("FileChannel", "force"))),

  /** Small files are overwritten where they are. */
  RECORD_IN_PLACE(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.file.DurableFile", "replace",
          Edit.receiverOf("Path", "resolveSibling"))),

  /** Small files get their names before their content is on the medium. */
  RECORD_NOT_FLUSHED(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.file.DurableFile", "replace",
          Edit.drop("FileChannel", "force"))),

  /** The slot is confirmed before its checks have passed. */
  CONFIRMED_BEFORE_CHECKS(Chapter.FAILED_UPDATE,
      new Edit("dev.bascule.updater.update.Confirmation", "confirm",
          Edit.before("Confirmation$HealthSource", "check", Fault::confirm))),

  /** Activating one slot takes the other's confirmation. */
  OLD_SLOT_GIVEN_UP(Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.bootctl.gpt.GptDecision", "second", Fault::unconfirm)),

  /** Both of GRUB's blocks are on their way to the medium at once. */
  BLOCKS_NOT_FLUSHED("grub", Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.bootctl.durable.HostFolder", "sync",
          Edit.drop("FileChannel", "force"))),

  /** What U-Boot saved at this start is in the cache while the other copy is written. */
  SAVED_COPY_NOT_FLUSHED("uboot", Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.bootctl.uboot.UbootStore", "write",
          Edit.drop("UbootStore", "flushCounting"))),

  /** U-Boot's variables are stored without the mark of the trial, and then with it. */
  TRIAL_MARKED_LAST("uboot", Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.bootctl.variables.SpelledStore", "write",
          Edit.before("VariableStore", "write", Fault::storeWithoutTrial))),

  /** The slot is written while U-Boot may still start it. */
  LEFT_IN_ORDER("uboot", Chapter.SECOND_UPDATE,
      new Edit("dev.bascule.updater.update.ImageInstall", "free",
          Edit.drop("BootControl", "disable"))),

  /** U-Boot is told before the slot is written and read back. */
  IN_ORDER_BEFORE_READ_BACK("uboot", Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.update.ImageInstall", "write",
          Edit.before("Transfer", "install", Fault::activate))),

  /** An entry of systemd-boot gets its name before its text is on the medium. */
  ENTRY_NOT_FLUSHED("systemd-boot", Chapter.FIRST_UPDATE,
      new Edit(Fault.entryFiles(), "rename", Edit.drop("EntryFiles", "sync"))),

  /** An entry is written where the loader looks for it. */
  ENTRY_IN_PLACE("systemd-boot", Chapter.FIRST_UPDATE,
      new Edit(Fault.entryFiles(), "rename", Edit.receiverOf("Path", "resolveSibling"))),

  /** An entry's old name goes before the new one is there. */
  OLD_ENTRY_REMOVED_FIRST("systemd-boot", Chapter.FIRST_UPDATE,
      new Edit(Fault.entryFiles(), "rename", Edit.drop("EntryFiles", "remove")),
      new Edit(Fault.entryFiles(), "rename", Edit.before("Files", "move", Fault::removeOldEntry))),

  /** That an entry's old name is gone is not on the medium. */
  REMOVAL_NOT_FLUSHED("systemd-boot", Chapter.SECOND_UPDATE,
      new Edit(Fault.entryFiles(), "", Edit.drop("EntryFiles", "syncDirectory"))),

  /** The slot is written while its entry is good. */
  ENTRY_LEFT_GOOD("systemd-boot", Chapter.SECOND_UPDATE,
      new Edit("dev.bascule.updater.update.ImageInstall", "free",
          Edit.drop("BootControl", "disable"))),

  /** The entry has tries before the slot is written and read back. */
  COUNTED_BEFORE_READ_BACK("systemd-boot", Chapter.FIRST_UPDATE,
      new Edit("dev.bascule.updater.update.ImageInstall", "write",
          Edit.before("Transfer", "install", Fault::activate)));

  private static final int SECTOR = 512;
  private static final ClassDesc CONTROL = ClassDesc.of("dev.bascule.bootctl.BootControl");
  private static final ClassDesc SESSION = ClassDesc.of("dev.bascule.updater.update.Session");
  private static final ClassDesc SLOT = ClassDesc.of("dev.bascule.bootctl.Slot");
  private static final ClassDesc CHANGE = ClassDesc.of("dev.bascule.bootctl.Change");

  private final String loader;
  private final Chapter chapter;
  private final List<Edit> edits;

  Fault(Chapter chapter, Edit... edits) {
    this("gpt", chapter, edits);
  }

  Fault(String loader, Chapter chapter, Edit... edits) {
    this.loader = loader;
    this.chapter = chapter;
    this.edits = List.of(edits);
  }

  /** Where in a device's life it does harm. */
  Chapter chapter() {
    return chapter;
  }

  /** The same with the loader of the device. */
  String place() {
    return loader + " " + chapter.label();
  }

  List<Edit> edits() {
    return edits;
  }

  /** What happens to the device before, without which it does no harm. */
  Chapter.Mishap mishap() {
    return this == WHOLE_TABLE_FIRST ? Fault::tearPrimary : _ -> {};
  }

  private static String entryFiles() {
    return "dev.bascule.bootctl.systemdboot.EntryFiles";
  }

  /** Overwrites the primary table's header. */
  private static void tearPrimary(Device device) throws IOException {
    try (RandomAccessFile disk = new RandomAccessFile(device.disk().file().toFile(), "rw")) {
      disk.seek(SECTOR);
      disk.write(new byte[SECTOR]);
    }
  }

  private static void activate(CodeBuilder code) {
    control(code, ClassDesc.of("dev.bascule.updater.update.ImageInstall"));
    code.aload(2).iconst_3();
    code.invokeinterface(CONTROL, "activate",
        MethodTypeDesc.of(CHANGE, SLOT, ConstantDescs.CD_int));
    code.pop();
  }

  private static void confirm(CodeBuilder code) {
    control(code, ClassDesc.of("dev.bascule.updater.update.Confirmation"));
    code.invokeinterface(CONTROL, "confirm", MethodTypeDesc.of(CHANGE));
    code.pop();
  }

  private static void removeOldEntry(CodeBuilder code) {
    code.aload(0).aload(1);
    code.invokevirtual(ClassDesc.of(entryFiles()), "remove", MethodTypeDesc.of(
        ConstantDescs.CD_void, ClassDesc.of("dev.bascule.bootctl.systemdboot.EntryName")));
  }

  private static void control(CodeBuilder code, ClassDesc owner) {
    code.aload(0).getfield(owner, "session", SESSION);
    code.invokevirtual(SESSION, "control", MethodTypeDesc.of(CONTROL));
  }

  /** Stores all but the mark, and lets the store that follows find what is there then. */
  private static void storeWithoutTrial(CodeBuilder code) {
    ClassDesc store = ClassDesc.of("dev.bascule.bootctl.variables.VariableStore");
    ClassDesc stored = store.nested("Stored");
    ClassDesc copy = ClassDesc.of("java.util.HashMap");
    MethodTypeDesc write = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Map,
        ConstantDescs.CD_Map);
    int changes = code.allocateLocal(TypeKind.REFERENCE);
    int now = code.allocateLocal(TypeKind.REFERENCE);
    int where = code.allocateLocal(TypeKind.REFERENCE);
    int first = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(changes).astore(now).astore(where);
    code.new_(copy).dup().aload(changes);
    code.invokespecial(copy, ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Map));
    code.astore(first).aload(first).ldc("bascule_trial");
    code.invokeinterface(ConstantDescs.CD_Map, "remove",
        MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object));
    code.pop().aload(where).aload(now).aload(first).invokeinterface(store, "write", write);
    code.aload(where).aload(where);
    code.invokeinterface(store, "read", MethodTypeDesc.of(stored));
    code.invokevirtual(stored, "variables", MethodTypeDesc.of(ConstantDescs.CD_Map));
    code.aload(changes);
  }

  private static boolean unconfirm(CodeBuilder code, CodeElement element) {
    ClassDesc attributes = ClassDesc.of("dev.bascule.bootctl.gpt.GptAttributes");
    if (element instanceof InvokeInstruction call
        && call.name().equalsString("withPriority")) {
      code.iconst_0().iconst_0();
      code.invokevirtual(attributes, "with", MethodTypeDesc.of(attributes, ConstantDescs.CD_int,
          ConstantDescs.CD_int, ConstantDescs.CD_boolean));
      return true;
    }
    return false;
  }
}
