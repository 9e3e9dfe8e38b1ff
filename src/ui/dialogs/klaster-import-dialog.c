/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-busy-spinner.h"
#include "klaster-compat.h"
#include "klaster-encoding.h"
#include "klaster-import-dialog.h"
#include "klaster-import-findings.h"
#include "klaster-import-preview.h"
#include "klaster-import-task.h"
#include "klaster-spoken.h"
#include "klaster-wrap-box.h"

/* Several choices in a row lead to one plan. */
#define PLAN_DELAY_MS 150

struct _KlasterImportDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkButton *cancel_button;
  GtkButton *import_button;
  GtkStack *stack;
  GtkLabel *choose_error;
  GtkWidget *choose_button;
  KlasterWrapBox *source_box;
  GtkWidget *sheet_field;
  GtkWidget *table_field;
  GtkWidget *encoding_field;
  GtkWidget *separator_field;
  GtkWidget *kind_field;
  GtkWidget *role_field;
  GtkWidget *duplicates_field;
  GtkDropDown *sheet_choice;
  GtkDropDown *table_choice;
  GtkDropDown *encoding_choice;
  GtkDropDown *separator_choice;
  GtkCheckButton *header_check;
  KlasterImportPreview *preview;
  GtkLabel *parts_label;
  KlasterWrapBox *default_box;
  GtkDropDown *kind_choice;
  GtkDropDown *role_choice;
  GtkDropDown *duplicates_choice;
  GtkLabel *summary;
  KlasterBusySpinner *planning_spinner;
  KlasterImportFindings *findings;
  AdwStatusPage *busy_page;
  GtkProgressBar *progress_bar;

  KlasterProject *project;
  GBytes *bytes;
  char *name; /* NULL: pasted */
  KlasterTable default_table;
  gboolean has_all;              /* the sheets of the source can be taken together */
  KlasterImportSettings *settings;
  KlasterImportSource *source;
  GPtrArray *mappings;           /* KlasterImportMapping, one for each part of the source; NULL: a content document */
  KlasterImportMapping *mapping; /* the one that is shown; NULL: there are several, or none */
  KlasterImportPlan *plan;
  GArray *decisions;         /* gint8 for each row */
  GCancellable *cancellable; /* of what runs now: loading, reading, planning or committing */
  guint plan_source;
  guint pulse_source;
  gboolean updating;
  gboolean committing;
};

G_DEFINE_FINAL_TYPE (KlasterImportDialog, klaster_import_dialog, ADW_TYPE_WINDOW)

enum
{
  IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_source (KlasterImportDialog *self);

/* Stops what runs; its callback finds itself cancelled and says nothing. */
static GCancellable *
start_over (KlasterImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->plan_source, g_source_remove);
  self->cancellable = g_cancellable_new ();

  return self->cancellable;
}

static void
update_import_button (KlasterImportDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.commit",
                                 self->plan != NULL && self->plan->edit != NULL && !self->committing && self->plan_source == 0
                                 && !klaster_busy_spinner_get_busy (self->planning_spinner));
}

static gboolean
pulse_cb (gpointer user_data)
{
  KlasterImportDialog *self = user_data;

  gtk_progress_bar_pulse (self->progress_bar);

  return G_SOURCE_CONTINUE;
}

static void
show_busy (KlasterImportDialog *self,
           const char          *title)
{
  adw_status_page_set_title (self->busy_page, title);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  if (self->pulse_source == 0)
    self->pulse_source = g_timeout_add (100, pulse_cb, self);
}

static void
show_page (KlasterImportDialog *self,
           const char          *name)
{
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_stack_set_visible_child_name (self->stack, name);
}

/* What went wrong with the source as a whole: another one can be chosen, or this one read in another way. */
static void
show_failure (KlasterImportDialog *self,
              const GError        *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (self->bytes != NULL && g_error_matches (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING)
      && self->settings->encoding != NULL)
    {
      /* The encoding that was chosen does not fit; the choice stays on the page. */
      g_clear_pointer (&self->plan, klaster_import_plan_free);
      gtk_label_set_label (self->summary, error->message);
      gtk_widget_add_css_class (GTK_WIDGET (self->summary), "error");
      show_page (self, "work");
    }
  else
    {
      gtk_label_set_label (self->choose_error, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->choose_error), TRUE);
      show_page (self, "choose");
    }
  update_import_button (self);
}

static void
show_summary (KlasterImportDialog *self)
{
  const KlasterImportPlan *plan = self->plan;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  gtk_widget_remove_css_class (GTK_WIDGET (self->summary), "error");
  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u row is new", "%u rows are new", plan->n_accepted), plan->n_accepted));
  if (plan->n_updated > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u record is updated", "%u records are updated", plan->n_updated),
                                             plan->n_updated));
  if (plan->n_duplicates > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u is already there", "%u are already there", plan->n_duplicates),
                                             plan->n_duplicates));
  if (plan->n_rejected > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u is rejected", "%u are rejected", plan->n_rejected),
                                             plan->n_rejected));
  g_ptr_array_add (parts, NULL);
  text = g_strjoinv (" · ", (char **) parts->pdata);
  gtk_label_set_label (self->summary, text);
  klaster_import_findings_show (self->findings, plan, self->mapping ? self->mapping->duplicates : self->settings->duplicates,
                                self->decisions->len > 0 ? (const gint8 *) self->decisions->data : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->findings), plan->problems->len > 0);
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (KlasterImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  KlasterImportPlan *plan = klaster_import_plan_finish (result, &error);

  if (plan == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      klaster_busy_spinner_set_busy (self->planning_spinner, FALSE);
      show_failure (self, error);
      return;
    }
  g_clear_pointer (&self->plan, klaster_import_plan_free);
  self->plan = plan;
  klaster_busy_spinner_set_busy (self->planning_spinner, FALSE);
  show_summary (self);
  show_page (self, "work");
  update_import_button (self);
}

static char *
make_label (KlasterImportDialog *self)
{
  if (self->name == NULL)
    return g_strdup (_("Import of pasted cells"));

  return g_strdup_printf (_("Import of %s"), self->name);
}

static void
make_plan (KlasterImportDialog *self)
{
  g_autofree char *label = make_label (self);

  start_over (self);
  klaster_busy_spinner_set_busy (self->planning_spinner, TRUE);
  update_import_button (self);
  klaster_import_plan_async (self->source, self->mappings, self->settings, klaster_project_get_snapshot (self->project),
                             self->decisions->len > 0 ? (const gint8 *) self->decisions->data : NULL, label, self->cancellable,
                             NULL, NULL, planned_cb, g_object_ref (self));
}

static gboolean
plan_cb (gpointer user_data)
{
  KlasterImportDialog *self = user_data;

  self->plan_source = 0;
  make_plan (self);

  return G_SOURCE_REMOVE;
}

static void
plan_soon (KlasterImportDialog *self)
{
  if (self->updating || self->source == NULL)
    return;
  g_clear_handle_id (&self->plan_source, g_source_remove);
  self->plan_source = g_timeout_add (PLAN_DELAY_MS, plan_cb, self);
  update_import_button (self);
}

static void
decided_cb (KlasterImportFindings *findings,
            guint                  row,
            int                    policy,
            KlasterImportDialog   *self)
{
  if (row < self->decisions->len)
    g_array_index (self->decisions, gint8, row) = (gint8) policy;
  plan_soon (self);
}

static const char *
get_default (KlasterImportDialog *self,
             guint                column)
{
  return self->mapping ? self->mapping->defaults[column] : NULL;
}

/* The sheets of a workbook, and of several that belong together what each holds. */
static void
show_sheets (KlasterImportDialog *self)
{
  const char *const *names = klaster_import_source_get_sheet_names (self->source);
  guint n_parts = klaster_import_source_get_n_parts (self->source);
  g_autoptr (GtkStringList) sheets = gtk_string_list_new (NULL);
  g_autoptr (GString) parts = g_string_new (NULL);
  const char *shown = n_parts == 1 ? klaster_import_source_get_part_name (self->source, 0) : NULL;
  guint selected = 0;

  self->has_all = self->has_all || n_parts > 1;
  if (self->has_all)
    gtk_string_list_append (sheets, _("All together"));
  for (guint i = 0; names && names[i]; i++)
    {
      gtk_string_list_append (sheets, names[i]);
      if (g_strcmp0 (names[i], shown) == 0)
        selected = i + self->has_all;
    }
  gtk_drop_down_set_model (self->sheet_choice, G_LIST_MODEL (sheets));
  gtk_drop_down_set_selected (self->sheet_choice, selected);
  gtk_widget_set_visible (self->sheet_field, g_list_model_get_n_items (G_LIST_MODEL (sheets)) > 1);

  for (guint i = 0; n_parts > 1 && i < n_parts; i++)
    {
      KlasterTable table;
      guint n_rows = klaster_sheet_get_n_rows (klaster_import_source_get_part (self->source, i, &table));

      /* Translators: the first %s is a separator or empty, the second what is counted, as “Institutions”. */
      g_string_append_printf (parts, _("%s%s: %u"), i > 0 ? " · " : "",
                              klaster_vocabulary_get_table_name (table, TRUE, klaster_language_get_default ()), n_rows);
    }
  gtk_label_set_label (self->parts_label, parts->str);
}

/* Puts what was decided or recognised into the choices. */
/* Where a table stands in the choice, which leaves internal ones out. */
static guint
get_position (KlasterTable table)
{
  guint position = 0;

  for (guint i = 0; i < table; i++)
    position += !klaster_schema_is_internal (i);

  return position;
}

static KlasterTable
get_table (guint position)
{
  KlasterTable table = 0;

  while (klaster_schema_is_internal (table) || get_position (table) < position)
    table++;

  return table;
}

static void
show_settings (KlasterImportDialog *self)
{
  KlasterSheet *sheet = klaster_import_source_get_sheet (self->source);
  char separator = klaster_import_source_get_separator (self->source);
  const char *found;
  const char *encoding = klaster_import_source_get_encoding (self->source);
  gboolean table = separator != 0 || encoding == NULL;
  gboolean institutions = self->mapping != NULL && self->mapping->table == KLASTER_TABLE_INSTITUTION;

  self->updating = TRUE;
  show_sheets (self);
  if (self->mapping)
    gtk_drop_down_set_selected (self->table_choice, get_position (self->mapping->table));
  for (guint i = 0; encoding && klaster_encoding_list ()[i]; i++)
    if (strcmp (klaster_encoding_list ()[i], encoding) == 0)
      gtk_drop_down_set_selected (self->encoding_choice, i);
  found = separator ? strchr (KLASTER_CSV_SEPARATORS, separator) : NULL;
  if (found)
    gtk_drop_down_set_selected (self->separator_choice, (guint) (found - KLASTER_CSV_SEPARATORS));
  if (sheet)
    gtk_check_button_set_active (self->header_check, klaster_sheet_get_has_header (sheet));

  gtk_widget_set_visible (self->table_field, self->mapping != NULL);
  gtk_widget_set_visible (self->encoding_field, self->name != NULL && encoding != NULL);
  gtk_widget_set_visible (self->separator_field, separator != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->header_check), table && self->mapping != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->preview), self->mapping != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->parts_label), sheet != NULL && self->mapping == NULL);
  gtk_widget_set_visible (self->kind_field, institutions);
  gtk_widget_set_visible (self->role_field, institutions);
  if (institutions)
    {
      const char *kind = get_default (self, KLASTER_INSTITUTION_KIND);
      const char *role = get_default (self, KLASTER_INSTITUTION_ROLE);
      gint kind_position = klaster_tokens_find (klaster_schema_get_tokens ("institution_kinds"), kind);

      gtk_drop_down_set_selected (self->kind_choice, (guint) (kind_position + 1));
      gtk_drop_down_set_selected (self->role_choice,
                                  (guint) MAX (klaster_tokens_find (klaster_schema_get_tokens ("institution_roles"), role), 0));
    }
  gtk_drop_down_set_selected (self->duplicates_choice, self->settings->duplicates);
  self->updating = FALSE;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (KlasterImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  KlasterImportSource *source = klaster_import_source_read_finish (result, &error);
  KlasterSheet *sheet;

  if (source == NULL)
    {
      show_failure (self, error);
      return;
    }
  g_clear_pointer (&self->plan, klaster_import_plan_free);
  klaster_import_preview_clear (self->preview);
  self->mapping = NULL;
  g_clear_pointer (&self->mappings, g_ptr_array_unref);
  g_clear_pointer (&self->source, klaster_import_source_unref);
  self->source = source;
  sheet = klaster_import_source_get_sheet (source);
  g_array_set_size (self->decisions, 0);
  if (sheet)
    {
      gint8 undecided = -1;

      if (klaster_import_source_get_n_rows (source) == 0)
        {
          g_set_error_literal (&error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("There are no rows in it."));
          show_failure (self, error);
          return;
        }
      for (guint i = 0; i < klaster_import_source_get_n_rows (source); i++)
        g_array_append_val (self->decisions, undecided);
      self->mappings = klaster_import_source_guess (source, klaster_project_get_snapshot (self->project), self->settings,
                                                    &error);
      if (self->mappings == NULL)
        {
          show_failure (self, error);
          return;
        }
      /* Several sheets of ours need no decision about their columns; one of them can be chosen to look at it. */
      if (self->mappings->len == 1)
        {
          self->mapping = g_ptr_array_index (self->mappings, 0);
          klaster_import_preview_show (self->preview, sheet, self->mapping);
        }
    }
  show_settings (self);
  make_plan (self);
}

/* Reads the bytes as the settings say; what they leave open is recognised. */
static void
read_source (KlasterImportDialog *self)
{
  start_over (self);
  gtk_widget_set_visible (GTK_WIDGET (self->choose_error), FALSE);
  if (self->source == NULL)
    show_busy (self, _("Reading…"));
  klaster_import_source_read_async (self->bytes, self->name, self->settings, self->cancellable, read_cb, g_object_ref (self));
}

static void
start_source (KlasterImportDialog *self,
              GBytes              *bytes,
              const char          *name)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = g_bytes_ref (bytes);
  g_free (self->name);
  self->name = g_strdup (name);
  g_clear_pointer (&self->source, klaster_import_source_unref);
  self->settings->table = self->default_table;
  self->settings->has_table = FALSE;
  g_clear_pointer (&self->settings->sheet, g_free);
  self->has_all = FALSE;
  self->settings->encoding = name ? NULL : "UTF-8";
  self->settings->separator = 0;
  self->settings->header = KLASTER_HEADER_AUTO;
  adw_window_title_set_subtitle (self->title, name ? name : _("Pasted cells"));
  read_source (self);
}

static void
source_changed_cb (KlasterImportDialog *self)
{
  guint selected;

  if (self->updating || self->bytes == NULL)
    return;
  selected = gtk_drop_down_get_selected (self->table_choice);
  if (self->mapping && selected != get_position (self->mapping->table))
    {
      self->settings->table = get_table (selected);
      self->settings->has_table = TRUE;
    }
  if (self->source && klaster_import_source_get_encoding (self->source) == NULL)
    {
      self->settings->header = gtk_check_button_get_active (self->header_check) ? KLASTER_HEADER_PRESENT : KLASTER_HEADER_ABSENT;
      read_source (self);
      return;
    }
  selected = gtk_drop_down_get_selected (self->encoding_choice);
  self->settings->encoding = klaster_encoding_list ()[selected];
  if (self->source && klaster_import_source_get_separator (self->source))
    {
      self->settings->separator = KLASTER_CSV_SEPARATORS[gtk_drop_down_get_selected (self->separator_choice)];
      self->settings->header = gtk_check_button_get_active (self->header_check) ? KLASTER_HEADER_PRESENT : KLASTER_HEADER_ABSENT;
    }
  read_source (self);
}

/* Another sheet is another table: what was recognised or decided about the one before goes. */
static void
sheet_changed_cb (KlasterImportDialog *self)
{
  guint selected = gtk_drop_down_get_selected (self->sheet_choice);
  const char *const *names;

  if (self->updating || self->source == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  names = klaster_import_source_get_sheet_names (self->source);
  g_free (self->settings->sheet);
  self->settings->sheet = self->has_all && selected == 0 ? NULL : g_strdup (names[selected - self->has_all]);
  self->settings->table = self->default_table;
  self->settings->has_table = FALSE;
  self->settings->header = KLASTER_HEADER_AUTO;
  read_source (self);
}

static void
set_default (KlasterImportDialog *self,
             const char          *column,
             const char          *token)
{
  gint position = klaster_schema_find_column (KLASTER_TABLE_INSTITUTION, column);

  g_hash_table_insert (self->settings->defaults, g_strdup (column), g_strdup (token ? token : ""));
  if (self->mapping && self->mapping->table == KLASTER_TABLE_INSTITUTION)
    {
      g_free (self->mapping->defaults[position]);
      self->mapping->defaults[position] = g_strdup (token);
    }
}

static void
default_changed_cb (KlasterImportDialog *self)
{
  guint kind = gtk_drop_down_get_selected (self->kind_choice);

  if (self->updating)
    return;
  self->settings->duplicates = (KlasterDuplicatePolicy) gtk_drop_down_get_selected (self->duplicates_choice);
  for (guint i = 0; self->mappings && i < self->mappings->len; i++)
    ((KlasterImportMapping *) self->mappings->pdata[i])->duplicates = self->settings->duplicates;
  if (self->mapping && self->mapping->table == KLASTER_TABLE_INSTITUTION)
    {
      set_default (self, "kind", kind > 0 ? klaster_schema_get_tokens ("institution_kinds")[kind - 1] : NULL);
      set_default (self, "role",
                   klaster_schema_get_tokens ("institution_roles")[gtk_drop_down_get_selected (self->role_choice)]);
    }
  /* Everybody follows the new rule; what was decided before goes with the old one. */
  for (guint i = 0; i < self->decisions->len; i++)
    g_array_index (self->decisions, gint8, i) = -1;
  plan_soon (self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KlasterImportDialog) self = user_data;
  GFile *file = G_FILE (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (file, result, NULL, &error);
  g_autofree char *name = g_file_get_basename (file);

  if (bytes)
    start_source (self, bytes, name);
  else
    show_failure (self, error);
}

/**
 * klaster_import_dialog_load_file:
 * @self: the dialog
 * @file: a table, GeoJSON or content document
 *
 * Reads @file on a worker and shows what is in it.
 */
void
klaster_import_dialog_load_file (KlasterImportDialog *self,
                                 GFile               *file)
{
  g_return_if_fail (KLASTER_IS_IMPORT_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  start_over (self);
  show_busy (self, _("Reading…"));
  g_file_load_bytes_async (file, self->cancellable, loaded_cb, g_object_ref (self));
}

void
klaster_import_dialog_load_text (KlasterImportDialog *self,
                                 const char          *text)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (KLASTER_IS_IMPORT_DIALOG (self));
  g_return_if_fail (text != NULL);

  bytes = g_bytes_new (text, strlen (text));
  start_source (self, bytes, NULL);
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KlasterImportDialog) self = user_data;
  g_autoptr (GFile) file = klaster_compat_open_file_finish (result, NULL);

  if (file)
    klaster_import_dialog_load_file (self, file);
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  static const char *const patterns[] = { "*.csv", "*.tsv", "*.txt", "*.xlsx", "*.geojson", "*.json", NULL };
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("Tables, workbooks, GeoJSON and exported content"), patterns);

  klaster_compat_open_file_async (GTK_WINDOW (widget), _("Choose What to Import"), NULL, filters, NULL, chosen_cb,
                                  g_object_ref (widget));
}

/**
 * klaster_import_dialog_set_table:
 * @self: the dialog
 * @table: where rows go that do not say it themselves; institutions unless this is called
 */
void
klaster_import_dialog_set_table (KlasterImportDialog *self,
                                 KlasterTable         table)
{
  g_return_if_fail (KLASTER_IS_IMPORT_DIALOG (self));

  self->default_table = table;
  self->settings->table = table;
}

/**
 * klaster_import_dialog_paste:
 * @self: the dialog
 *
 * Reads the cells on the clipboard.
 */
void
klaster_import_dialog_paste (KlasterImportDialog *self)
{
  g_return_if_fail (KLASTER_IS_IMPORT_DIALOG (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "import.paste", NULL);
}

static void
pasted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KlasterImportDialog) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);

  if (text && *text)
    {
      klaster_import_dialog_load_text (self, text);
      return;
    }
  gtk_label_set_label (self->choose_error, _("There are no cells to paste. Copy them in the spreadsheet first."));
  gtk_widget_set_visible (GTK_WIDGET (self->choose_error), TRUE);
}

static void
paste_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb, g_object_ref (widget));
}

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KlasterImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (KLASTER_PROJECT (object), result, &error);
  g_autofree char *message = NULL;
  guint n;

  self->committing = FALSE;
  if (uuid == NULL)
    {
      show_page (self, "work");
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          gtk_label_set_label (self->summary, error->message);
          gtk_widget_add_css_class (GTK_WIDGET (self->summary), "error");
        }
      update_import_button (self);
      return;
    }
  n = self->plan->n_accepted + self->plan->n_updated;
  message = g_strdup_printf (ngettext ("%u record imported", "%u records imported", n), n);
  g_signal_emit (self, signals[IMPORTED], 0, message);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
commit_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  KlasterImportDialog *self = KLASTER_IMPORT_DIALOG (widget);

  if (self->plan == NULL || self->plan->edit == NULL || self->committing)
    return;
  start_over (self);
  self->committing = TRUE;
  update_import_button (self);
  show_busy (self, _("Importing…"));
  klaster_project_commit_async (self->project, self->plan->edit, self->cancellable, committed_cb, g_object_ref (self));
}

/* Stops what runs; when nothing does, the dialog goes. */
static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  KlasterImportDialog *self = KLASTER_IMPORT_DIALOG (widget);

  if (self->committing)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
dropped_cb (GtkDropTarget       *target,
            const GValue        *value,
            double               x,
            double               y,
            KlasterImportDialog *self)
{
  if (self->committing)
    return FALSE;
  klaster_import_dialog_load_file (self, g_value_get_object (value));

  return TRUE;
}

/* Somebody else's edit, or an undo in the window behind: what is new and what is there may differ now. */
static void
project_changed_cb (KlasterImportDialog *self)
{
  if (!self->committing)
    plan_soon (self);
}

static void
fill_tokens (GtkDropDown *choice,
             const char  *tokens_name,
             const char  *first)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *const *tokens = klaster_schema_get_tokens (tokens_name);

  if (first)
    gtk_string_list_append (names, first);
  for (guint i = 0; tokens[i]; i++)
    gtk_string_list_append (names, klaster_vocabulary_get_name (NULL, tokens_name, tokens[i], klaster_language_get_default ()));
  gtk_drop_down_set_model (choice, G_LIST_MODEL (names));
}

static void
fill_choices (KlasterImportDialog *self)
{
  g_autoptr (GtkStringList) tables = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) encodings = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) separators = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) policies = gtk_string_list_new (NULL);
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->updating = TRUE;
  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    if (!klaster_schema_is_internal (i))
      gtk_string_list_append (tables, klaster_vocabulary_get_table_name (i, TRUE, klaster_language_get_default ()));
  gtk_drop_down_set_expression (self->table_choice, expression);
  gtk_drop_down_set_enable_search (self->table_choice, TRUE);
  gtk_drop_down_set_model (self->table_choice, G_LIST_MODEL (tables));
  gtk_drop_down_set_selected (self->table_choice, get_position (self->settings->table));
  for (guint i = 0; klaster_encoding_list ()[i]; i++)
    gtk_string_list_append (encodings, klaster_encoding_get_title (klaster_encoding_list ()[i]));
  gtk_drop_down_set_model (self->encoding_choice, G_LIST_MODEL (encodings));
  /* In the order of KLASTER_CSV_SEPARATORS. */
  gtk_string_list_append (separators, C_("separator", "Comma"));
  gtk_string_list_append (separators, C_("separator", "Semicolon"));
  gtk_string_list_append (separators, C_("separator", "Tab"));
  gtk_string_list_append (separators, C_("separator", "Vertical bar"));
  gtk_drop_down_set_model (self->separator_choice, G_LIST_MODEL (separators));
  fill_tokens (self->kind_choice, "institution_kinds", C_("kind", "None: reject the row"));
  fill_tokens (self->role_choice, "institution_roles", NULL);
  gtk_string_list_append (policies, C_("duplicate", "Leave out"));
  gtk_string_list_append (policies, C_("duplicate", "Update the record"));
  gtk_string_list_append (policies, C_("duplicate", "Add all the same"));
  gtk_drop_down_set_model (self->duplicates_choice, G_LIST_MODEL (policies));
  self->updating = FALSE;
}

static void
klaster_import_dialog_dispose (GObject *object)
{
  KlasterImportDialog *self = KLASTER_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->plan_source, g_source_remove);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  self->updating = TRUE;
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_import_dialog_parent_class)->dispose (object);
}

static void
klaster_import_dialog_finalize (GObject *object)
{
  KlasterImportDialog *self = KLASTER_IMPORT_DIALOG (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->plan, klaster_import_plan_free);
  g_clear_pointer (&self->mappings, g_ptr_array_unref);
  g_clear_pointer (&self->source, klaster_import_source_unref);
  g_clear_pointer (&self->settings, klaster_import_settings_free);
  g_array_unref (self->decisions);
  g_free (self->name);

  G_OBJECT_CLASS (klaster_import_dialog_parent_class)->finalize (object);
}

static void
klaster_import_dialog_class_init (KlasterImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_import_dialog_dispose;
  object_class->finalize = klaster_import_dialog_finalize;

  signals[IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, G_TYPE_STRING);

  g_type_ensure (KLASTER_TYPE_IMPORT_PREVIEW);
  g_type_ensure (KLASTER_TYPE_IMPORT_FINDINGS);
  g_type_ensure (KLASTER_TYPE_WRAP_BOX);
  g_type_ensure (KLASTER_TYPE_BUSY_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-import-dialog.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, KlasterImportDialog, name)
  BIND (title);
  BIND (cancel_button);
  BIND (import_button);
  BIND (stack);
  BIND (choose_error);
  BIND (choose_button);
  BIND (source_box);
  BIND (sheet_field);
  BIND (table_field);
  BIND (encoding_field);
  BIND (separator_field);
  BIND (kind_field);
  BIND (role_field);
  BIND (duplicates_field);
  BIND (sheet_choice);
  BIND (table_choice);
  BIND (encoding_choice);
  BIND (separator_choice);
  BIND (header_check);
  BIND (preview);
  BIND (parts_label);
  BIND (default_box);
  BIND (kind_choice);
  BIND (role_choice);
  BIND (duplicates_choice);
  BIND (summary);
  BIND (planning_spinner);
  BIND (findings);
  BIND (busy_page);
  BIND (progress_bar);
#undef BIND
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "import.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "import.commit", NULL, commit_action);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "import.cancel", NULL);
}

static void
klaster_import_dialog_init (KlasterImportDialog *self)
{
  GtkDropTarget *drop_target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  GtkDropDown *source_choices[3];
  GtkDropDown *default_choices[3];

  self->settings = klaster_import_settings_new ();
  self->default_table = KLASTER_TABLE_INSTITUTION;
  self->decisions = g_array_new (FALSE, FALSE, sizeof (gint8));
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A task may hold the closed window longer than its parent lives, and GTK forgets the parent only of windows that are
   * open: closing takes it away. What is NULL here is handed to GTK as the parent. */
  g_signal_connect (self, "unmap", G_CALLBACK (gtk_window_set_transient_for), NULL);
  fill_choices (self);

  source_choices[0] = self->table_choice;
  source_choices[1] = self->encoding_choice;
  source_choices[2] = self->separator_choice;
  default_choices[0] = self->kind_choice;
  default_choices[1] = self->role_choice;
  default_choices[2] = self->duplicates_choice;
  for (guint i = 0; i < 3; i++)
    {
      g_signal_connect_swapped (source_choices[i], "notify::selected", G_CALLBACK (source_changed_cb), self);
      g_signal_connect_swapped (default_choices[i], "notify::selected", G_CALLBACK (default_changed_cb), self);
      klaster_name_drop_down (GTK_WIDGET (source_choices[i]), NULL);
      klaster_name_drop_down (GTK_WIDGET (default_choices[i]), NULL);
    }
  klaster_name_drop_down (GTK_WIDGET (self->sheet_choice), NULL);
  g_signal_connect_swapped (self->sheet_choice, "notify::selected", G_CALLBACK (sheet_changed_cb), self);
  g_signal_connect_swapped (self->header_check, "toggled", G_CALLBACK (source_changed_cb), self);
  g_signal_connect_swapped (self->preview, "changed", G_CALLBACK (plan_soon), self);
  g_signal_connect (self->findings, "decided", G_CALLBACK (decided_cb), self);
  g_signal_connect (drop_target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop_target));
  gtk_window_set_focus (GTK_WINDOW (self), self->choose_button);
  update_import_button (self);
}

/**
 * klaster_import_dialog_new:
 * @parent: the window over which it stands
 * @project: the project into which rows come
 *
 * Returns: (transfer none): the dialog, to be presented
 */
KlasterImportDialog *
klaster_import_dialog_new (GtkWindow      *parent,
                           KlasterProject *project)
{
  KlasterImportDialog *self;

  g_return_val_if_fail (KLASTER_IS_PROJECT (project), NULL);

  self = g_object_new (KLASTER_TYPE_IMPORT_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  self->project = g_object_ref (project);
  g_signal_connect_swapped (project, "changed", G_CALLBACK (project_changed_cb), self);

  return self;
}
