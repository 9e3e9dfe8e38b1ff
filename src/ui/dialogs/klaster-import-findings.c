/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-import-findings.h"
#include "klaster-spoken.h"

/* One line of the list. */
#define KLASTER_TYPE_IMPORT_FINDING (klaster_import_finding_get_type ())
G_DECLARE_FINAL_TYPE (KlasterImportFinding, klaster_import_finding, KLASTER, IMPORT_FINDING, GObject)

struct _KlasterImportFinding
{
  GObject parent_instance;

  guint row;
  guint line;
  char *column;
  char *value;
  char *reason;
  gboolean rejected;
  gboolean duplicate;
  gint policy;
};

G_DEFINE_FINAL_TYPE (KlasterImportFinding, klaster_import_finding, G_TYPE_OBJECT)

struct _KlasterImportFindings
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *view;
  GListStore *store;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KlasterImportFindings, klaster_import_findings, GTK_TYPE_WIDGET)

enum
{
  DECIDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
klaster_import_finding_finalize (GObject *object)
{
  KlasterImportFinding *self = KLASTER_IMPORT_FINDING (object);

  g_free (self->column);
  g_free (self->value);
  g_free (self->reason);

  G_OBJECT_CLASS (klaster_import_finding_parent_class)->finalize (object);
}

static void
klaster_import_finding_class_init (KlasterImportFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = klaster_import_finding_finalize;
}

static void
klaster_import_finding_init (KlasterImportFinding *self)
{
}

typedef struct
{
  GtkWidget *icon;
  GtkWidget *place;
  GtkWidget *reason;
  GtkWidget *choice;
} FindingRow;

static void
chosen_cb (GtkDropDown *choice,
           GParamSpec  *pspec,
           GtkListItem *item)
{
  KlasterImportFinding *finding = gtk_list_item_get_item (item);
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (choice), KLASTER_TYPE_IMPORT_FINDINGS);
  guint selected = gtk_drop_down_get_selected (choice);

  if (finding == NULL || self == NULL || KLASTER_IMPORT_FINDINGS (self)->updating || !finding->duplicate
      || (gint) selected == finding->policy)
    return;
  finding->policy = (gint) selected;
  g_signal_emit (self, signals[DECIDED], 0, finding->row, finding->policy);
}

static GtkWidget *
create_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  user_data)
{
  const char *const policies[] = {
    /* Translators: what happens to a row that is already in the project */
    C_("duplicate", "Leave out"),
    /* Translators: what happens to a row that is already in the project: the record takes over what the row says */
    C_("duplicate", "Update the record"),
    /* Translators: what happens to a row that is already in the project */
    C_("duplicate", "Add all the same"),
    NULL
  };
  FindingRow *row = g_new (FindingRow, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  row->icon = gtk_image_new ();
  row->place = create_label ("dim-label");
  gtk_widget_add_css_class (row->place, "caption");
  row->reason = create_label (NULL);
  row->choice = gtk_drop_down_new_from_strings (policies);
  gtk_widget_set_valign (row->choice, GTK_ALIGN_CENTER);
  klaster_name_drop_down (row->choice, _("What happens to this row"));
  gtk_widget_set_valign (row->icon, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), row->reason);
  gtk_box_append (GTK_BOX (texts), row->place);
  gtk_box_append (GTK_BOX (box), row->icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), row->choice);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
  g_signal_connect (row->choice, "notify::selected", G_CALLBACK (chosen_cb), item);
}

static char *
describe_place (const KlasterImportFinding *finding)
{
  if (*finding->column && *finding->value)
    /* Translators: where something is wrong in a table: number of a line, header of a column, what the cell holds */
    return g_strdup_printf (_("Line %u · %s · “%s”"), finding->line, finding->column, finding->value);
  if (*finding->column)
    /* Translators: where something is wrong in a table: number of a line, header of a column */
    return g_strdup_printf (_("Line %u · %s"), finding->line, finding->column);

  /* Translators: where something is wrong in a table: number of a line */
  return g_strdup_printf (_("Line %u"), finding->line);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  KlasterImportFindings *self = user_data;
  KlasterImportFinding *finding = gtk_list_item_get_item (item);
  FindingRow *row = g_object_get_data (G_OBJECT (item), "row");
  g_autofree char *place = describe_place (finding);
  const char *kind = finding->rejected ? _("Rejected") : finding->duplicate ? _("Duplicate") : _("Warning");

  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), finding->rejected ? "dialog-error-symbolic"
                                                       : finding->duplicate ? "edit-copy-symbolic"
                                                                            : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (row->icon, "error");
  gtk_widget_remove_css_class (row->icon, "warning");
  if (!finding->duplicate)
    gtk_widget_add_css_class (row->icon, finding->rejected ? "error" : "warning");
  gtk_widget_set_tooltip_text (row->icon, kind);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, kind, -1);
  gtk_label_set_label (GTK_LABEL (row->place), place);
  gtk_label_set_label (GTK_LABEL (row->reason), finding->reason);
  self->updating = TRUE;
  gtk_widget_set_visible (row->choice, finding->duplicate);
  if (finding->duplicate)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (row->choice), (guint) finding->policy);
  self->updating = FALSE;
}

/* Duplicates first, because they wait for a decision; then what is rejected, then warnings: each in order of lines. */
static int
compare_findings (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const KlasterImportFinding *left = a, *right = b;
  int left_class = left->duplicate ? 0 : left->rejected ? 1 : 2;
  int right_class = right->duplicate ? 0 : right->rejected ? 1 : 2;

  if (left_class != right_class)
    return left_class - right_class;
  return left->row < right->row ? -1 : left->row > right->row;
}

/**
 * klaster_import_findings_show:
 * @self: the list
 * @plan: what an import found
 * @policy: what happens to duplicates that nobody decided about
 * @decisions: (nullable) (array): for each row what was decided, -1: nothing
 *
 * Shows the findings of @plan; where one scrolled to stays.
 */
void
klaster_import_findings_show (KlasterImportFindings   *self,
                              const KlasterImportPlan *plan,
                              KlasterDuplicatePolicy   policy,
                              const gint8             *decisions)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double scrolled = gtk_adjustment_get_value (adjustment);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (KLASTER_IS_IMPORT_FINDINGS (self));

  for (guint i = 0; i < plan->problems->len; i++)
    {
      const KlasterImportProblem *problem = g_ptr_array_index (plan->problems, i);
      const KlasterImportRow *row = &g_array_index (plan->rows, KlasterImportRow, problem->row - 1);
      KlasterImportFinding *finding = g_object_new (KLASTER_TYPE_IMPORT_FINDING, NULL);

      finding->row = problem->row - 1;
      finding->line = problem->line;
      finding->column = g_strdup (problem->column);
      finding->value = g_strdup (problem->value);
      finding->reason = g_strdup (problem->reason);
      finding->rejected = problem->rejected;
      finding->duplicate = problem->duplicate && row->outcome != KLASTER_IMPORT_REJECTED;
      finding->policy = decisions && decisions[finding->row] >= 0 ? decisions[finding->row] : (gint) policy;
      g_ptr_array_add (findings, finding);
    }
  self->updating = TRUE;
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), findings->pdata, findings->len);
  g_list_store_sort (self->store, compare_findings, NULL);
  self->updating = FALSE;
  gtk_adjustment_set_value (adjustment, scrolled);
}

static void
klaster_import_findings_dispose (GObject *object)
{
  KlasterImportFindings *self = KLASTER_IMPORT_FINDINGS (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (klaster_import_findings_parent_class)->dispose (object);
}

static void
klaster_import_findings_class_init (KlasterImportFindingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = klaster_import_findings_dispose;

  signals[DECIDED] = g_signal_new ("decided", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   2, G_TYPE_UINT, G_TYPE_INT);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
klaster_import_findings_init (KlasterImportFindings *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection;

  self->store = g_list_store_new (KLASTER_TYPE_IMPORT_FINDING);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->store))));
  self->view = gtk_list_view_new (selection, factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What was found"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), 96);
  gtk_widget_add_css_class (self->scroller, "card");
  gtk_widget_set_overflow (self->scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
