import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { useState } from "react";
import type { Graph } from "./graph.ts";

export interface CategoryMenuProps {
  readonly graph: Graph;
  readonly set: readonly string[];
  readonly change: (categories: readonly string[]) => void;
}

/** The categories of the mailbox's master list, ticked where the item has them. */
export function CategoryMenu({ graph, set, change }: CategoryMenuProps) {
  const [known, setKnown] = useState<readonly string[]>([]);
  const read = (): void => {
    graph.list<{ readonly displayName: string }>("/outlook/masterCategories").then(
      (categories) => setKnown([...new Set([...categories.map((category) => category.displayName), ...set])]),
      () => setKnown(set),
    );
  };
  return (
    <Menu
      checkedValues={{ category: [...set] }}
      onCheckedValueChange={(_event, { checkedItems }) => change(checkedItems)}
      onOpenChange={(_event, { open }) => open && read()}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button size="small">Categorize</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {known.map((category) => (
            <MenuItemCheckbox key={category} name="category" value={category}>
              {category}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
