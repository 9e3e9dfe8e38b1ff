/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-page-switcher.h"

/* From the most to the least room. */
typedef enum
{
  MODE_BESIDE, /* symbol and title in a row */
  MODE_BELOW,  /* title under the symbol */
  MODE_ICONS,  /* symbols alone, the title is their tooltip */
  N_MODES
} Mode;

/**
 * KlasterPageSwitcher:
 *
 * Buttons for the pages of a #AdwViewStack; each activates `win.page` with the page's name. Titles stand beside their
 * symbols, below them, or only in tooltips: whichever fits the room there is. The titles are measured as they are drawn,
 * so this holds in every language and at every size of text.
 */
struct _KlasterPageSwitcher
{
  GtkWidget parent_instance;

  AdwViewStack *stack;
  GtkSelectionModel *pages;
  GtkWidget *rows[N_MODES];
};

G_DEFINE_FINAL_TYPE (KlasterPageSwitcher, klaster_page_switcher, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_STACK = 1,
} KlasterPageSwitcherProperty;

static GParamSpec *properties[PROP_STACK + 1];

static GtkWidget *
create_button (AdwViewStackPage *page,
               Mode              mode)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (adw_view_stack_page_get_icon_name (page));
  const char *title = adw_view_stack_page_get_title (page);

  if (mode == MODE_ICONS)
    {
      gtk_button_set_child (GTK_BUTTON (button), image);
      gtk_widget_set_tooltip_text (button, title);
    }
  else
    {
      GtkWidget *box = gtk_box_new (mode == MODE_BESIDE ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL,
                                    mode == MODE_BESIDE ? 6 : 2);
      GtkWidget *label = gtk_label_new (title);

      gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
      gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), image);
      gtk_box_append (GTK_BOX (box), label);
      gtk_button_set_child (GTK_BUTTON (button), box);
    }

  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", adw_view_stack_page_get_name (page));

  return button;
}

static void
rebuild (KlasterPageSwitcher *self)
{
  guint n_pages = self->pages != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->pages)) : 0;
  guint n_visible = 0;

  for (Mode mode = 0; mode < N_MODES; mode++)
    {
      GtkWidget *child;

      while ((child = gtk_widget_get_first_child (self->rows[mode])) != NULL)
        gtk_box_remove (GTK_BOX (self->rows[mode]), child);
    }

  for (guint i = 0; i < n_pages; i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (self->pages), i);

      if (!adw_view_stack_page_get_visible (page))
        continue;

      n_visible++;
      for (Mode mode = 0; mode < N_MODES; mode++)
        gtk_box_append (GTK_BOX (self->rows[mode]), create_button (page, mode));
    }

  /* One page is no choice. */
  gtk_widget_set_visible (GTK_WIDGET (self), n_visible > 1);
}

static void
pages_changed_cb (GListModel          *pages,
                  guint                position,
                  guint                removed,
                  guint                added,
                  KlasterPageSwitcher *self)
{
  rebuild (self);
}

static GtkSizeRequestMode
klaster_page_switcher_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
klaster_page_switcher_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  KlasterPageSwitcher *self = KLASTER_PAGE_SWITCHER (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->rows[MODE_ICONS], orientation, -1, minimum, NULL, NULL, NULL);
      gtk_widget_measure (self->rows[MODE_BESIDE], orientation, -1, NULL, natural, NULL, NULL);
      *natural = MAX (*minimum, *natural);
      return;
    }

  *minimum = *natural = 0;
  for (Mode mode = 0; mode < N_MODES; mode++)
    {
      int row_minimum, row_natural;

      gtk_widget_measure (self->rows[mode], orientation, -1, &row_minimum, &row_natural, NULL, NULL);
      *minimum = MAX (*minimum, row_minimum);
      *natural = MAX (*natural, row_natural);
    }
}

static void
klaster_page_switcher_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  KlasterPageSwitcher *self = KLASTER_PAGE_SWITCHER (widget);
  Mode chosen = MODE_ICONS;

  for (Mode mode = 0; mode < N_MODES; mode++)
    {
      int natural;

      gtk_widget_measure (self->rows[mode], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      if (natural <= width)
        {
          chosen = mode;
          break;
        }
    }

  for (Mode mode = 0; mode < N_MODES; mode++)
    {
      gtk_widget_set_child_visible (self->rows[mode], mode == chosen);
      if (mode == chosen)
        gtk_widget_size_allocate (self->rows[mode], &(GtkAllocation) { 0, 0, width, height }, -1);
    }
}

static void
klaster_page_switcher_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  KlasterPageSwitcher *self = KLASTER_PAGE_SWITCHER (object);

  switch ((KlasterPageSwitcherProperty) prop_id)
    {
    case PROP_STACK:
      g_value_set_object (value, self->stack);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_page_switcher_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  KlasterPageSwitcher *self = KLASTER_PAGE_SWITCHER (object);

  switch ((KlasterPageSwitcherProperty) prop_id)
    {
    case PROP_STACK:
      klaster_page_switcher_set_stack (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_page_switcher_dispose (GObject *object)
{
  KlasterPageSwitcher *self = KLASTER_PAGE_SWITCHER (object);

  if (self->pages != NULL)
    g_signal_handlers_disconnect_by_func (self->pages, pages_changed_cb, self);
  g_clear_object (&self->pages);
  g_clear_object (&self->stack);
  for (Mode mode = 0; mode < N_MODES; mode++)
    g_clear_pointer (&self->rows[mode], gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_page_switcher_parent_class)->dispose (object);
}

static void
klaster_page_switcher_class_init (KlasterPageSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_page_switcher_get_property;
  object_class->set_property = klaster_page_switcher_set_property;
  object_class->dispose = klaster_page_switcher_dispose;
  widget_class->get_request_mode = klaster_page_switcher_get_request_mode;
  widget_class->measure = klaster_page_switcher_measure;
  widget_class->size_allocate = klaster_page_switcher_size_allocate;

  properties[PROP_STACK] =
    g_param_spec_object ("stack", NULL, NULL, ADW_TYPE_VIEW_STACK,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "pageswitcher");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
klaster_page_switcher_init (KlasterPageSwitcher *self)
{
  static const char *const classes[N_MODES] = { "beside", "below", "icons" };

  for (Mode mode = 0; mode < N_MODES; mode++)
    {
      self->rows[mode] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_box_set_homogeneous (GTK_BOX (self->rows[mode]), TRUE);
      gtk_widget_add_css_class (self->rows[mode], classes[mode]);
      gtk_widget_set_halign (self->rows[mode], GTK_ALIGN_CENTER);
      gtk_widget_set_parent (self->rows[mode], GTK_WIDGET (self));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pages"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * klaster_page_switcher_set_stack:
 * @self: a page switcher
 * @stack: (nullable): the stack whose pages to offer
 *
 * Offers the visible pages of @stack; pages without a name cannot be reached.
 */
void
klaster_page_switcher_set_stack (KlasterPageSwitcher *self,
                                 AdwViewStack        *stack)
{
  g_return_if_fail (KLASTER_IS_PAGE_SWITCHER (self));
  g_return_if_fail (stack == NULL || ADW_IS_VIEW_STACK (stack));

  if (self->stack == stack)
    return;

  if (self->pages != NULL)
    g_signal_handlers_disconnect_by_func (self->pages, pages_changed_cb, self);
  g_clear_object (&self->pages);
  g_set_object (&self->stack, stack);
  if (stack != NULL)
    {
      self->pages = adw_view_stack_get_pages (stack);
      g_signal_connect (self->pages, "items-changed", G_CALLBACK (pages_changed_cb), self);
    }
  rebuild (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STACK]);
}
