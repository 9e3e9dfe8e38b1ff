/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-check-row.h"
#include "klaster-derive.h"
#include "klaster-parameter-text.h"
#include "klaster-spoken.h"

struct _KlasterCheckRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *icon;
  GtkWidget *text;
  GtkWidget *fix;
  GtkWidget *button;
  GtkWidget *more;       /* the rule, its source, its figures */
  GtkWidget *statement;
  GtkWidget *source;
  GtkWidget *parameters;
  const KlasterRule *rule;
  char *parameter_state; /* what @parameters shows, to leave it alone while it is right */
};

G_DEFINE_FINAL_TYPE (KlasterCheckRow, klaster_check_row, ADW_TYPE_PREFERENCES_ROW)

/* The name of an icon that no other status has */
static const char *
get_icon (KlasterCheckStatus status)
{
  static const char *const icons[KLASTER_N_CHECK_STATUSES] = {
    [KLASTER_CHECK_MET] = "object-select-symbolic", [KLASTER_CHECK_PARTLY] = "klaster-attention-symbolic",
    [KLASTER_CHECK_NOT_MET] = "dialog-error-symbolic", [KLASTER_CHECK_UNKNOWN] = "dialog-question-symbolic",
  };

  g_return_val_if_fail (status < KLASTER_N_CHECK_STATUSES, NULL);

  return icons[status];
}

/* A style class for icons and pills, %NULL for no colour */
static const char *
get_style (KlasterCheckStatus status)
{
  static const char *const styles[KLASTER_N_CHECK_STATUSES] = {
    [KLASTER_CHECK_MET] = "success", [KLASTER_CHECK_PARTLY] = "warning", [KLASTER_CHECK_NOT_MET] = "error",
  };

  g_return_val_if_fail (status < KLASTER_N_CHECK_STATUSES, NULL);

  return styles[status];
}

/**
 * klaster_check_status_get_name:
 * @status: a status
 *
 * Returns: (transfer none): its name
 */
const char *
klaster_check_status_get_name (KlasterCheckStatus status)
{
  return klaster_vocabulary_get_name (NULL, "clause_states", klaster_check_status_get_token (status),
                                      klaster_language_get_default ());
}

/**
 * klaster_check_icon_new:
 *
 * Returns: (transfer floating): an image that klaster_check_icon_show() gives a look
 */
GtkWidget *
klaster_check_icon_new (void)
{
  GtkWidget *icon = gtk_image_new ();

  gtk_widget_add_css_class (icon, "check-icon");
  return icon;
}

/**
 * klaster_check_icon_show:
 * @icon: of klaster_check_icon_new()
 * @status: what it shows
 */
void
klaster_check_icon_show (GtkWidget          *icon,
                         KlasterCheckStatus  status)
{
  const char *name = klaster_check_status_get_name (status);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), get_icon (status));
  for (guint i = 0; i < KLASTER_N_CHECK_STATUSES; i++)
    if (get_style (i))
      gtk_widget_remove_css_class (icon, get_style (i));
  gtk_widget_remove_css_class (icon, "dim-label");
  gtk_widget_add_css_class (icon, get_style (status) ? get_style (status) : "dim-label");
  gtk_widget_set_tooltip_text (icon, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
toggled_cb (KlasterCheckRow *self)
{
  gboolean open = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->button));

  gtk_widget_set_visible (self->more, open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
parameter_cb (GtkWidget *button,
              gpointer   user_data)
{
  gtk_widget_activate_action_variant (button, "panel.parameter", g_object_get_data (G_OBJECT (button), "target"));
}

/* A figure that the rule needs: its name and value, and a button that leads to where it is set. */
static void
add_parameter (KlasterCheckRow            *self,
               KlasterSnapshot            *snapshot,
               const KlasterRuleParameter *parameter,
               const char                 *date)
{
  const char *own = klaster_parameter_get (snapshot, parameter->key, date);
  /* Translators: a figure that a rule needs: its name and its value: “Study days a week, at least: 2” */
  g_autofree char *text = g_strdup_printf (_("%s: %s"), klaster_parameter_describe (parameter->key),
                                           own ? own : parameter->value);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = make_label ("caption");
  GtkWidget *button = gtk_button_new_with_label (_("Change…"));

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Set this figure, and from which day on it holds"));
  g_object_set_data_full (G_OBJECT (button), "target",
                          g_variant_ref_sink (g_variant_new ("(sss)", parameter->key, parameter->value, date)),
                          (GDestroyNotify) g_variant_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (parameter_cb), NULL);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (self->parameters), box);
}

static void
show_parameters (KlasterCheckRow *self,
                 KlasterSnapshot *snapshot,
                 const char      *date)
{
  guint n_parameters;
  const KlasterRuleParameter *parameters = klaster_rule_get_parameters (self->rule, &n_parameters);
  g_autoptr (GString) state = g_string_new (klaster_rule_get_id (self->rule));
  GtkWidget *child;

  g_string_append (state, date);
  for (guint i = 0; i < n_parameters; i++)
    {
      const char *own = klaster_parameter_get (snapshot, parameters[i].key, date);

      g_string_append_printf (state, "\n%s", own ? own : parameters[i].value);
    }
  if (g_strcmp0 (state->str, self->parameter_state) == 0)
    return;

  while ((child = gtk_widget_get_first_child (self->parameters)))
    gtk_box_remove (GTK_BOX (self->parameters), child);
  for (guint i = 0; i < n_parameters; i++)
    add_parameter (self, snapshot, &parameters[i], date);
  gtk_widget_set_visible (self->parameters, n_parameters > 0);
  g_free (self->parameter_state);
  self->parameter_state = g_strdup (state->str);
}

static void
klaster_check_row_finalize (GObject *object)
{
  g_free (KLASTER_CHECK_ROW (object)->parameter_state);

  G_OBJECT_CLASS (klaster_check_row_parent_class)->finalize (object);
}

static void
klaster_check_row_class_init (KlasterCheckRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = klaster_check_row_finalize;
}

static void
klaster_check_row_init (KlasterCheckRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_add_css_class (GTK_WIDGET (self), "check-row");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);

  self->icon = klaster_check_icon_new ();
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  self->text = make_label (NULL);
  self->fix = make_label ("check-fix");
  self->more = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (self->more, "check-more");
  gtk_widget_set_visible (self->more, FALSE);
  self->statement = make_label ("caption");
  self->source = make_label ("caption");
  gtk_widget_add_css_class (self->source, "dim-label");
  self->parameters = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->more), self->statement);
  gtk_box_append (GTK_BOX (self->more), self->source);
  gtk_box_append (GTK_BOX (self->more), self->parameters);
  gtk_box_append (GTK_BOX (lines), self->text);
  gtk_box_append (GTK_BOX (lines), self->fix);
  gtk_box_append (GTK_BOX (lines), self->more);
  gtk_widget_add_css_class (lines, "check-lines");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_START);

  self->button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->button), "dialog-information-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "check-button");
  klaster_set_tooltip (self->button, _("The Rule and Its Source"));
  g_signal_connect_object (self->button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  toggled_cb (self);

  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * klaster_check_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
klaster_check_row_new (void)
{
  return g_object_new (KLASTER_TYPE_CHECK_ROW, NULL);
}

/**
 * klaster_check_row_show:
 * @self: a row
 * @snapshot: what was checked
 * @result: what was found
 * @date: the day whose figures count
 *
 * Shows a result.
 */
void
klaster_check_row_show (KlasterCheckRow          *self,
                        KlasterSnapshot          *snapshot,
                        const KlasterCheckResult *result,
                        const char               *date)
{
  g_autofree char *name = NULL;

  g_return_if_fail (KLASTER_IS_CHECK_ROW (self) && result != NULL);

  self->rule = result->rule;
  klaster_check_icon_show (self->icon, result->status);
  gtk_label_set_label (GTK_LABEL (self->text), result->text);
  gtk_label_set_label (GTK_LABEL (self->fix), result->fix ? result->fix : "");
  gtk_widget_set_visible (self->fix, result->fix != NULL);
  gtk_label_set_label (GTK_LABEL (self->statement), klaster_rule_get_statement (result->rule));
  gtk_label_set_label (GTK_LABEL (self->source), klaster_rule_get_source (result->rule));
  show_parameters (self, snapshot, date);
  name = g_strdup_printf ("%s: %s. %s", klaster_rule_get_title (result->rule), klaster_check_status_get_name (result->status),
                          result->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * klaster_check_row_get_button:
 *
 * Returns: (transfer none): the button that opens the rule
 */
GtkWidget *
klaster_check_row_get_button (KlasterCheckRow *self)
{
  g_return_val_if_fail (KLASTER_IS_CHECK_ROW (self), NULL);

  return self->button;
}

/**
 * klaster_check_row_get_text:
 *
 * Returns: (transfer none): what was found
 */
const char *
klaster_check_row_get_text (KlasterCheckRow *self)
{
  g_return_val_if_fail (KLASTER_IS_CHECK_ROW (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->text));
}
