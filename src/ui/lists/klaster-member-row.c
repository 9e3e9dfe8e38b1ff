/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-member-row.h"
#include "klaster-symbol-image.h"

/**
 * KlasterMemberRow:
 *
 * One institution in the list of members: symbol, name, role and district and number of cooperations, and a badge when
 * something needs attention.
 */
struct _KlasterMemberRow
{
  GtkWidget parent_instance;

  KlasterSymbolImage *symbol;
  GtkLabel *name_label;
  GtkLabel *details_label;
  GtkImage *badge;
  int level; /* that the badge shows */
};

G_DEFINE_FINAL_TYPE (KlasterMemberRow, klaster_member_row, GTK_TYPE_WIDGET)

/* The name over the details, in the height of two lines. A name that needs both lines has them: members whose names begin
 * alike must be told apart, and what the details say is in the tooltip and in the panel. */
#define KLASTER_TYPE_MEMBER_LINES (klaster_member_lines_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMemberLines, klaster_member_lines, KLASTER, MEMBER_LINES, GtkWidget)

struct _KlasterMemberLines
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (KlasterMemberLines, klaster_member_lines, GTK_TYPE_WIDGET)

static int
measure_line (GtkWidget *label)
{
  int width, height;

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);

  return height;
}

static void
klaster_member_lines_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  GtkWidget *name = gtk_widget_get_first_child (widget);
  GtkWidget *details = gtk_widget_get_last_child (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int line = measure_line (name);

      *minimum = *natural = line + MAX (line, measure_line (details));
    }
  else
    {
      int minimum_details, natural_details;

      gtk_widget_measure (name, orientation, -1, minimum, natural, NULL, NULL);
      gtk_widget_measure (details, orientation, -1, &minimum_details, &natural_details, NULL, NULL);
      *minimum = MAX (*minimum, minimum_details);
      *natural = MAX (*natural, natural_details);
    }
}

static void
klaster_member_lines_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  GtkWidget *name = gtk_widget_get_first_child (widget);
  GtkWidget *details = gtk_widget_get_last_child (widget);
  int name_width, name_height;
  gboolean fits;

  gtk_widget_measure (name, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &name_width, NULL, NULL);
  fits = name_width <= width;
  gtk_widget_set_child_visible (details, fits);
  gtk_widget_measure (name, GTK_ORIENTATION_VERTICAL, width, NULL, &name_height, NULL, NULL);
  if (fits)
    {
      int details_height = measure_line (details);
      int y = MAX (0, (height - name_height - details_height) / 2);

      gtk_widget_size_allocate (name, &(GtkAllocation) { 0, y, width, name_height }, -1);
      gtk_widget_size_allocate (details, &(GtkAllocation) { 0, y + name_height, width, details_height }, -1);
    }
  else
    {
      gtk_widget_size_allocate (name, &(GtkAllocation) { 0, MAX (0, (height - name_height) / 2), width, name_height }, -1);
    }
}

static void
klaster_member_lines_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (klaster_member_lines_parent_class)->dispose (object);
}

static void
klaster_member_lines_class_init (KlasterMemberLinesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = klaster_member_lines_dispose;
  widget_class->measure = klaster_member_lines_measure;
  widget_class->size_allocate = klaster_member_lines_size_allocate;
}

static void
klaster_member_lines_init (KlasterMemberLines *self)
{
}

static const char *
describe_level (int level)
{
  return level == KLASTER_ATTENTION_OVERDUE ? _("Something is overdue") : _("Needs attention");
}

/* Answered when it is asked: setting the text of a tooltip asks the display where the pointer is and waits. */
static gboolean
query_tooltip_cb (GtkWidget        *badge,
                  int               x,
                  int               y,
                  gboolean          keyboard,
                  GtkTooltip       *tooltip,
                  KlasterMemberRow *self)
{
  gtk_tooltip_set_text (tooltip, describe_level (self->level));

  return TRUE;
}

static gboolean
is_cut (GtkLabel *label)
{
  return !gtk_widget_get_child_visible (GTK_WIDGET (label)) || pango_layout_is_ellipsized (gtk_label_get_layout (label));
}

/* Says in full what there is no room for. */
static gboolean
query_lines_tooltip_cb (GtkWidget        *lines,
                        int               x,
                        int               y,
                        gboolean          keyboard,
                        GtkTooltip       *tooltip,
                        KlasterMemberRow *self)
{
  g_autofree char *text = NULL;

  if (!is_cut (self->name_label) && !is_cut (self->details_label))
    return FALSE;

  text = g_strdup_printf ("%s\n%s", gtk_label_get_text (self->name_label), gtk_label_get_text (self->details_label));
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
klaster_member_row_dispose (GObject *object)
{
  GtkWidget *child;

  /* Disposing the template frees only the children that it names. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (klaster_member_row_parent_class)->dispose (object);
}

static void
klaster_member_row_class_init (KlasterMemberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_member_row_dispose;

  g_type_ensure (KLASTER_TYPE_SYMBOL_IMAGE);
  g_type_ensure (KLASTER_TYPE_MEMBER_LINES);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-member-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberRow, symbol);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberRow, details_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterMemberRow, badge);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_lines_tooltip_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "memberrow");
}

static void
klaster_member_row_init (KlasterMemberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->level = -1;
}

GtkWidget *
klaster_member_row_new (void)
{
  return g_object_new (KLASTER_TYPE_MEMBER_ROW, NULL);
}

/* What there is to say in one line besides the name: role, district, number of cooperations */
static char *
describe (KlasterSnapshot *snapshot,
          KlasterRow      *row)
{
  KlasterLanguage language = klaster_language_get_default ();
  gint64 id = klaster_row_get_id (row);
  const char *role = klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE);
  const char *district = klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT);
  const KlasterDistrict *official = district != NULL ? klaster_districts_find (district) : NULL;
  guint n = klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_FROM_ID, id) +
            klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_TO_ID, id);
  g_autofree char *cooperations = NULL;

  role = role != NULL ? klaster_vocabulary_get_name (snapshot, "institution_roles", role, language) : "";
  if (official != NULL && official->names[language] != NULL)
    district = official->names[language];
  if (district != NULL && *district == '\0')
    district = NULL;
  if (n > 0)
    cooperations = g_strdup_printf (ngettext ("%u cooperation", "%u cooperations", n), n);

  if (district != NULL && cooperations != NULL)
    /* Translators: role, district, number of cooperations, below the name of a member. */
    return g_strdup_printf (_("%1$s · %2$s · %3$s"), role, district, cooperations);
  if (district != NULL || cooperations != NULL)
    /* Translators: role, and district or number of cooperations, below the name of a member. */
    return g_strdup_printf (_("%1$s · %2$s"), role, district != NULL ? district : cooperations);

  return g_strdup (role);
}

static void
show_attention (KlasterMemberRow *self,
                int               level)
{
  GtkWidget *badge = GTK_WIDGET (self->badge);
  gboolean overdue = level == KLASTER_ATTENTION_OVERDUE;

  /* What is merely worth knowing stands in the panel; the list points at what has to be done. */
  if (level < KLASTER_ATTENTION_WARNING)
    level = -1;
  if (self->level == level)
    return;

  self->level = level;
  gtk_widget_set_visible (badge, level >= 0);
  if (level < 0)
    return;

  gtk_image_set_from_icon_name (self->badge, overdue ? "klaster-overdue-symbolic" : "klaster-attention-symbolic");
  gtk_widget_remove_css_class (badge, overdue ? "warning" : "overdue");
  gtk_widget_add_css_class (badge, overdue ? "overdue" : "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_LABEL, describe_level (level), -1);
}

/* The number stays with its sign when the name goes on in a second line. */
static void
set_name (KlasterMemberRow *self,
          const char       *name)
{
  g_autoptr (GString) text = g_string_new (name);

  g_string_replace (text, "№ ", "№\u00a0", 0);
  gtk_label_set_text (self->name_label, text->str);
}

/**
 * klaster_member_row_set:
 * @self: a row
 * @snapshot: the project
 * @row: the institution to show
 * @date: today, for what needs attention
 *
 * Shows an institution as it is in @snapshot.
 *
 * Returns: (transfer full): what a screen reader says of it
 */
char *
klaster_member_row_set (KlasterMemberRow *self,
                        KlasterSnapshot  *snapshot,
                        KlasterRow       *row,
                        const char       *date)
{
  KlasterLanguage language = klaster_language_get_default ();
  gint64 id = klaster_row_get_id (row);
  int kind = klaster_row_get_token (row, KLASTER_INSTITUTION_KIND);
  int role = klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE);
  const char *name = klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, language);
  g_autofree char *details = describe (snapshot, row);
  int level = klaster_institution_get_attention (snapshot, id, date);

  g_return_val_if_fail (KLASTER_IS_MEMBER_ROW (self), NULL);

  if (*name == '\0')
    name = _("Unnamed");
  set_name (self, name);
  gtk_label_set_text (self->details_label, details);
  klaster_symbol_image_set (self->symbol, kind >= 0 ? kind : KLASTER_KIND_SCHOOL, role >= 0 ? role : KLASTER_ROLE_MEMBER,
                            klaster_institution_has_laboratory (snapshot, id, date) ? KLASTER_SYMBOL_LABORATORY
                                                                                   : KLASTER_SYMBOL_PLAIN);

  show_attention (self, level);

  return g_strjoin (". ", name, details, self->level >= 0 ? describe_level (self->level) : NULL, NULL);
}
