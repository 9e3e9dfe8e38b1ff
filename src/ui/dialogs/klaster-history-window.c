/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-history-item.h"
#include "klaster-history-window.h"
#include "klaster-language.h"
#include "klaster-text.h"
#include "klaster-wrap-box.h"

#define MILLISECONDS_A_DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/**
 * KlasterHistoryWindow:
 *
 * Every edit of a project, newest first: what, who, when, how much, and whether it was undone; named versions stand out.
 * It can be searched, and narrowed to versions or to the record that is selected. A button beside each entry makes the
 * project again what it was then. It stays up to date while it is open.
 */
struct _KlasterHistoryWindow
{
  AdwWindow parent_instance;

  KlasterProject *project;
  KlasterSelection *selection;
  GCancellable *cancellable;
  GListStore *items;
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  char *folded;

  GtkSearchEntry *search_entry;
  GtkToggleButton *versions_button;
  GtkToggleButton *record_button;
  GtkStack *stack;
  GtkListView *list_view;
  GtkLabel *count_label;
  GtkWidget *version_button;
};

G_DEFINE_FINAL_TYPE (KlasterHistoryWindow, klaster_history_window, ADW_TYPE_WINDOW)

/**
 * klaster_history_describe_time:
 * @time: milliseconds since 1970, UTC
 * @now: the same, when it is read
 *
 * Returns: (transfer full): the local time as people say it: "today, 14:05"
 */
char *
klaster_history_describe_time (gint64 time,
                               gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autoptr (GDateTime) utc_now = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) local_now = utc_now != NULL ? g_date_time_to_local (utc_now) : NULL;

  if (local == NULL || local_now == NULL)
    return g_strdup ("");

  if (now >= time && now - time < MILLISECONDS_A_DAY &&
      g_date_time_get_day_of_month (local) == g_date_time_get_day_of_month (local_now))
    /* Translators: time of an edit made today, a format of g_date_time_format(). */
    return g_date_time_format (local, _("today, %H:%M"));

  /* Translators: date and time of an edit, a format of g_date_time_format(). */
  return g_date_time_format (local, _("%e %b %Y, %H:%M"));
}

/**
 * klaster_history_describe_counts:
 * @n_inserted: records added
 * @n_updated: records changed
 * @n_deleted: records deleted
 *
 * Returns: (transfer full): how much an edit did, in words; "" when it changed nothing
 */
char *
klaster_history_describe_counts (guint n_inserted,
                                 guint n_updated,
                                 guint n_deleted)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (n_inserted > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u added", "%u added", n_inserted), n_inserted));
  if (n_updated > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u changed", "%u changed", n_updated), n_updated));
  if (n_deleted > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u deleted", "%u deleted", n_deleted), n_deleted));
  g_ptr_array_add (parts, NULL);

  /* Translators: between "2 added" and "1 changed". */
  return g_strjoinv (_(", "), (char **) parts->pdata);
}

static const char *
get_icon_name (const KlasterHistoryEntry *entry)
{
  static const struct
  {
    const char *kind;
    const char *icon_name;
  } icons[] = {
    { "version", "klaster-save-version-symbolic" },
    { "import", "klaster-import-symbolic" },
    { "undo", "edit-undo-symbolic" },
    { "redo", "edit-redo-symbolic" },
    { "adopt", "klaster-share-copy-symbolic" },
    { "new", "document-new-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      if (g_strcmp0 (entry->kind, icons[i].kind) == 0)
        return icons[i].icon_name;
    }

  return "document-edit-symbolic";
}

/* The window of the project does it, and offers there to undo it. */
static void
back_cb (GtkButton   *button,
         GtkListItem *item)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))));
  KlasterHistoryItem *entry = gtk_list_item_get_item (item);

  if (parent != NULL && entry != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.go-back", "s", klaster_history_item_get_entry (entry)->uuid);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/klaster_app/Klaster/ui/"
                                                                  "klaster-history-row.ui");
  GtkWidget *row = GTK_WIDGET (gtk_builder_get_object (builder, "row"));
  static const char *const names[] = { "icon", "label", "details", "undone", "back" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_set_data (G_OBJECT (row), names[i], gtk_builder_get_object (builder, names[i]));
  g_signal_connect (g_object_get_data (G_OBJECT (row), "back"), "clicked", G_CALLBACK (back_cb), item);
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

/* "Phone: 71 … → 72 …" for the history of one record */
static char *
describe_details (const KlasterHistoryEntry *entry,
                  KlasterTable               table)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (entry->details == NULL || entry->details->len == 0)
    return NULL;

  for (guint i = 0; i < entry->details->len; i++)
    {
      const KlasterHistoryDetail *detail = g_ptr_array_index (entry->details, i);
      const char *column = klaster_vocabulary_get_column_name (table, detail->column, klaster_language_get_default ());

      /* Translators: a change of one field: its name, the old value, the new value. */
      g_ptr_array_add (lines, g_strdup_printf (_("%1$s: %2$s → %3$s"), column,
                                               detail->before != NULL ? detail->before : "–",
                                               detail->after != NULL ? detail->after : "–"));
    }
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterHistoryWindow     *self)
{
  GObject *row = G_OBJECT (gtk_list_item_get_child (item));
  const KlasterHistoryEntry *entry = klaster_history_item_get_entry (gtk_list_item_get_item (item));
  GtkLabel *label = g_object_get_data (row, "label");
  g_autofree char *time = klaster_history_describe_time (entry->time, g_get_real_time () / 1000);
  g_autofree char *counts = klaster_history_describe_counts (entry->n_inserted, entry->n_updated, entry->n_deleted);
  g_autofree char *changes = describe_details (entry, klaster_selection_get_table (self->selection));
  g_autofree char *who = NULL;
  g_autofree char *text = NULL;

  /* Translators: who made an edit, and when. */
  who = entry->author != NULL && *entry->author != '\0' ? g_strdup_printf (_("%1$s · %2$s"), entry->author, time)
                                                        : g_strdup (time);
  if (changes != NULL)
    text = g_strconcat (who, "\n", changes, NULL);
  else if (*counts != '\0')
    /* Translators: who and when, and how much an edit did. */
    text = g_strdup_printf (_("%1$s · %2$s"), who, counts);
  else
    text = g_strdup (who);

  gtk_image_set_from_icon_name (g_object_get_data (row, "icon"), get_icon_name (entry));
  gtk_label_set_text (label, entry->label);
  gtk_label_set_text (g_object_get_data (row, "details"), text);
  gtk_widget_set_visible (g_object_get_data (row, "undone"), entry->undone);
  gtk_widget_set_visible (g_object_get_data (row, "back"), entry->can_go_back);
  if (g_strcmp0 (entry->kind, "version") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (label), "heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "heading");
  if (entry->undone)
    gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "dim-label");
}

static gboolean
match (gpointer item,
       gpointer data)
{
  KlasterHistoryWindow *self = data;
  const KlasterHistoryEntry *entry = klaster_history_item_get_entry (item);

  if (gtk_toggle_button_get_active (self->versions_button) && g_strcmp0 (entry->kind, "version") != 0)
    return FALSE;

  return self->folded == NULL || *self->folded == '\0' || klaster_history_item_matches (item, self->folded);
}

static void
update_page (KlasterHistoryWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *text = g_strdup_printf (ngettext ("%u entry", "%u entries", n), n);

  gtk_label_set_text (self->count_label, text);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nothing");
}

static void
filter_cb (KlasterHistoryWindow *self)
{
  g_free (self->folded);
  self->folded = klaster_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_page (self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (KlasterHistoryWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = klaster_project_load_history_finish (KLASTER_PROJECT (source), result, &error);
  g_autoptr (GPtrArray) items = NULL;

  if (entries == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->items != NULL)
        {
          gtk_label_set_text (self->count_label, error->message);
          gtk_stack_set_visible_child_name (self->stack, "nothing");
        }
      return;
    }

  items = g_ptr_array_new_full (entries->len, g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, klaster_history_item_new (g_ptr_array_index (entries, i)));
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  update_page (self);
}

static void
load (KlasterHistoryWindow *self)
{
  gboolean record = gtk_toggle_button_get_active (self->record_button);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  klaster_project_load_history_async (self->project, record ? (gint) klaster_selection_get_table (self->selection) : -1,
                                      record ? klaster_selection_get_focus (self->selection) : 0, self->cancellable,
                                      loaded_cb, g_object_ref (self));
}

static void
name_version_cb (KlasterHistoryWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.name-version", NULL);
}

static void
selection_changed_cb (KlasterHistoryWindow *self)
{
  gint64 focus = klaster_selection_get_focus (self->selection);

  gtk_widget_set_sensitive (GTK_WIDGET (self->record_button), focus != 0);
  if (gtk_toggle_button_get_active (self->record_button))
    {
      if (focus == 0)
        gtk_toggle_button_set_active (self->record_button, FALSE);
      else
        load (self);
    }
}

static void
klaster_history_window_dispose (GObject *object)
{
  KlasterHistoryWindow *self = KLASTER_HISTORY_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->project);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (klaster_history_window_parent_class)->dispose (object);

  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->items);
}

static void
klaster_history_window_finalize (GObject *object)
{
  KlasterHistoryWindow *self = KLASTER_HISTORY_WINDOW (object);

  g_free (self->folded);

  G_OBJECT_CLASS (klaster_history_window_parent_class)->finalize (object);
}

static void
klaster_history_window_class_init (KlasterHistoryWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_history_window_dispose;
  object_class->finalize = klaster_history_window_finalize;

  g_type_ensure (KLASTER_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/klaster_app/Klaster/ui/klaster-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterHistoryWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, KlasterHistoryWindow, versions_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterHistoryWindow, record_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterHistoryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterHistoryWindow, list_view);
  gtk_widget_class_bind_template_child (widget_class, KlasterHistoryWindow, count_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterHistoryWindow, version_button);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, name_version_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
klaster_history_window_init (KlasterHistoryWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) model = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* A task may hold the closed window longer than its parent lives, and GTK forgets the parent only of windows that are
   * open: closing takes it away. What is NULL here is handed to GTK as the parent. */
  g_signal_connect (self, "unmap", G_CALLBACK (gtk_window_set_transient_for), NULL);
  self->items = g_list_store_new (KLASTER_TYPE_HISTORY_ITEM);
  self->filter = gtk_custom_filter_new (match, self, NULL);
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->items)),
                                              GTK_FILTER (g_object_ref (self->filter)));
  model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (model));
  /* The entry keeps Escape from the window. */
  g_signal_connect_object (self->search_entry, "stop-search", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_history_window_new:
 * @parent: the window of the project
 * @project: a project
 * @selection: the window's selection, for the history of one record
 *
 * Returns: (transfer none): the history, to be presented
 */
GtkWidget *
klaster_history_window_new (GtkWindow        *parent,
                            KlasterProject   *project,
                            KlasterSelection *selection)
{
  KlasterHistoryWindow *self = g_object_new (KLASTER_TYPE_HISTORY_WINDOW, "transient-for", parent, "destroy-with-parent",
                                             TRUE, NULL);

  self->project = g_object_ref (project);
  self->selection = g_object_ref (selection);
  g_signal_connect_swapped (project, "history-changed", G_CALLBACK (load), self);
  g_signal_connect_swapped (selection, "changed", G_CALLBACK (selection_changed_cb), self);
  gtk_widget_set_sensitive (self->version_button, !klaster_project_is_read_only (project));
  selection_changed_cb (self);
  load (self);

  return GTK_WIDGET (self);
}
